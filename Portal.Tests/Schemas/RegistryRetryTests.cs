using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Http;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.Web;

namespace Portal.Tests.Schemas;

/// <summary>What is sent again to a registry that fails, what never is, and when nothing is sent at all.</summary>
public sealed class RegistryRetryTests : IAsyncLifetime
{
    private static readonly RegistryText Text = new(SchemaType.Avro, "{}", []);
    private static readonly Func<HttpContext, Task> Down = ScriptedHttp.Say(503, "{}");
    private static readonly Func<HttpContext, Task> Level = ScriptedHttp.Say(200, """{"compatibilityLevel":"FULL"}""");
    private ScriptedHttp _server = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedHttp.Start();
        _http = EngineHttp.Client(_server.Url, RegistryCalls.Accepts, null, null, new ClusterReach());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(0)]
    public async Task A_question_is_sent_again_after_a_fault_that_may_be_over(int status)
    {
        Func<HttpContext, Task> fault = status == 0 ? ScriptedHttp.Abort : ScriptedHttp.Say(status, "{}");
        _server.Answer = context => (_server.Requests < 3 ? fault : Level)(context);

        (await Open().GlobalLevel(Never)).ShouldBe(CompatibilityLevel.Full);

        _server.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task A_question_of_compatibility_is_one_though_it_is_posted()
    {
        _server.Answer = context =>
            (_server.Requests < 2 ? Down : ScriptedHttp.Say(200, """{"is_compatible":true}"""))(context);

        (await Open().Judge("orders", Text, level: null, Never)).IsCompatible.ShouldBe(true);

        _server.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task What_will_fail_again_is_not_sent_again(int status)
    {
        _server.Answer = ScriptedHttp.Say(status, $$"""{"error_code":{{status}}}""");

        await Should.ThrowAsync<EngineException>(() => Open().GlobalLevel(Never));

        _server.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(0)]
    public async Task An_act_is_sent_once_whatever_comes_of_it(int status)
    {
        _server.Answer = status == 0 ? ScriptedHttp.Abort : ScriptedHttp.Say(status, "{}");
        var registry = Open();

        await Should.ThrowAsync<EngineException>(() => registry.Register("orders", Text, SchemaWorlds.Soon, Never));
        await Should.ThrowAsync<EngineException>(() => registry.SetLevel("orders", null, SchemaWorlds.Soon, Never));
        await Should.ThrowAsync<EngineException>(() => registry.DeleteSubject("orders", SchemaWorlds.Soon, Never));

        _server.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task After_six_failures_calls_fail_at_once_and_say_when_it_is_tried_again()
    {
        var clock = new HandClock();
        var registry = Open(clock);
        _server.Answer = Down;
        await Fail(registry, 6);

        var question = await Should.ThrowAsync<EngineException>(() => registry.GlobalLevel(Never));
        clock.Pass(TimeSpan.FromSeconds(3));
        var act = await Should.ThrowAsync<EngineException>(() => Act(registry));

        _server.Requests.ShouldBe(6);
        (question.Fault, act.Fault).ShouldBe((EngineFault.Transient, EngineFault.Transient), "nothing was sent");
        question.Message.ShouldBe(
            "The registry at there failed repeatedly and isn't called for now; it is tried again in 10\u00A0s. The registry at there failed with status 503."
        );
        act.Message.ShouldContain("it is tried again in 7\u00A0s");
    }

    [Fact]
    public async Task When_the_time_is_over_one_call_decides_whether_all_go_on()
    {
        var clock = new HandClock();
        var registry = Open(clock);
        _server.Answer = Down;
        await Fail(registry, 6);

        clock.Pass(TimeSpan.FromSeconds(11));
        (await Should.ThrowAsync<EngineException>(() => Act(registry))).Message.ShouldContain("status 503");
        (await Should.ThrowAsync<EngineException>(() => Act(registry))).Message.ShouldContain("isn't called for now");
        _server.Requests.ShouldBe(7);

        _server.Answer = Level;
        clock.Pass(TimeSpan.FromSeconds(11));
        (await registry.GlobalLevel(Never)).ShouldBe(CompatibilityLevel.Full);
        (await registry.GlobalLevel(Never)).ShouldBe(CompatibilityLevel.Full);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(422)]
    public async Task A_registry_that_refuses_is_not_one_that_is_down(int status)
    {
        var registry = Open();
        _server.Answer = ScriptedHttp.Say(status, "{}");

        await Fail(registry, 12);

        _server.Requests.ShouldBe(12);
    }

    [Fact]
    public async Task A_registry_that_is_busy_is_not_one_that_is_down()
    {
        var registry = Open();
        _server.Answer = ScriptedHttp.Say(429, "{}");

        await Fail(registry, 12);

        _server.Requests.ShouldBe(12);
    }

    [Fact]
    public async Task A_question_waits_as_long_as_a_busy_registry_wants()
    {
        var times = new List<long>();
        _server.Answer = context =>
        {
            times.Add(TimeProvider.System.GetTimestamp());
            return (times.Count < 2 ? Busy("1") : Level)(context);
        };

        (await Open().GlobalLevel(Never)).ShouldBe(CompatibilityLevel.Full);

        TimeProvider.System.GetElapsedTime(times[0], times[1]).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.99));
    }

    [Theory]
    [InlineData("60", "in 60\u00A0s")]
    [InlineData("Fri, 01 Jan 2100 00:00:00 GMT", "takes further calls in")]
    public async Task A_question_does_not_wait_for_longer_than_its_deadline(string after, string words)
    {
        _server.Answer = Busy(after);

        var busy = await Should.ThrowAsync<EngineException>(() => Open().GlobalLevel(Never));

        (busy.Fault, busy.Message.Contains(words, StringComparison.Ordinal), _server.Requests).ShouldBe(
            (EngineFault.Transient, true, 1),
            busy.Message
        );
    }

    [Fact]
    public async Task A_call_that_was_given_up_neither_ends_an_outage_nor_begins_one()
    {
        var clock = new HandClock();
        var registry = Open(clock);
        _server.Answer = Level;
        await registry.GlobalLevel(Never);
        for (var i = 0; i < 8; i++)
        {
            await GiveUp(registry);
        }

        _server.Answer = Down;
        await Fail(registry, 6);
        clock.Pass(TimeSpan.FromSeconds(31));
        await Fail(registry, 6);
        clock.Pass(TimeSpan.FromSeconds(11));
        await GiveUp(registry);

        (await Should.ThrowAsync<EngineException>(() => Act(registry))).Message.ShouldContain("isn't called for now");
    }

    [Fact]
    public async Task A_registry_that_is_down_is_down_for_all_clusters_that_have_it()
    {
        await using var world = await WorkerWorld.OnRegistry(_server.Url.AbsoluteUri.TrimEnd('/'));
        await using var db = await world.Open();
        var clusters = await db.Set<Cluster>().ToDictionaryAsync(c => c.Name, c => c.Id);
        var registries = world.Get<ISchemaRegistries>();
        _server.Answer = Down;

        await Fail(await registries.Open(clusters["dev"], Never), 6);
        var other = await registries.Open(clusters["prod"], Never);

        (await Should.ThrowAsync<EngineException>(() => Act(other))).Message.ShouldContain("isn't called for now");
        _server.Requests.ShouldBe(6);
    }

    private static Func<HttpContext, Task> Busy(string after) =>
        context =>
        {
            context.Response.Headers.RetryAfter = after;
            return ScriptedHttp.Say(429, "{}")(context);
        };

    // While the registry has the request and doesn't answer.
    private async Task GiveUp(SchemaRegistry registry)
    {
        using var stop = new CancellationTokenSource();
        _server.Answer = async context =>
        {
            await stop.CancelAsync();
            context.Abort();
        };
        await Should.ThrowAsync<OperationCanceledException>(() => registry.GlobalLevel(stop.Token));
    }

    private static CancellationToken Never => CancellationToken.None;

    private SchemaRegistry Open(TimeProvider? clock = null) =>
        new(new RegistryCalls(_http, "there", clock ?? TimeProvider.System));

    private static async Task Fail(ISchemaRegistry registry, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Should.ThrowAsync<EngineException>(() => Act(registry));
        }
    }

    private static Task Act(ISchemaRegistry registry) =>
        registry.SetLevel("orders", CompatibilityLevel.Full, SchemaWorlds.Soon, Never);
}
