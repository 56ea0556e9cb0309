using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Http;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.Web;
using Portal.Workers.Collecting.Schemas;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>What a registry can do wrong, over a real connection: sorted, in words, and never taken for "there is none".</summary>
public sealed class RegistryFaultTests : IAsyncLifetime
{
    private const string Json = ScriptedHttp.Json;
    private ScriptedHttp _server = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedHttp.Start();
        _http = EngineHttp.Client(
            _server.Url,
            RegistryCalls.Accepts,
            EngineSignIn.Basic("ada", "secret"),
            null,
            new ClusterReach()
        );
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(
        500,
        "{\"error_code\":50001,\"message\":\"store is down\"}",
        Json,
        EngineFault.Transient,
        EngineFault.Unknown,
        "store is down"
    )]
    [InlineData(502, "<html>Bad gateway</html>", "text/html", EngineFault.Transient, EngineFault.Unknown, "status 502")]
    [InlineData(429, "{}", Json, EngineFault.Transient, EngineFault.Transient, "is busy")]
    [InlineData(
        401,
        "{\"error_code\":401,\"message\":\"no\"}",
        Json,
        EngineFault.Transient,
        EngineFault.Transient,
        "user and password, or the token"
    )]
    [InlineData(
        403,
        "{\"error_code\":40301,\"message\":\"read only\"}",
        Json,
        EngineFault.Final,
        EngineFault.Final,
        "doesn't allow this to the portal's user"
    )]
    [InlineData(
        200,
        "<html>Welcome</html>",
        "text/html",
        EngineFault.Transient,
        EngineFault.Transient,
        "Something else than a schema registry"
    )]
    [InlineData(404, "<html>Not here</html>", "text/html", EngineFault.Transient, EngineFault.Transient, "status 404")]
    [InlineData(404, "{\"message\":\"no Route\"}", Json, EngineFault.Transient, EngineFault.Transient, "status 404")]
    [InlineData(404, "{\"error_code\":404}", Json, EngineFault.Final, EngineFault.Final, "status 404")]
    [InlineData(404, "{\"error_code\":\"none\"}", Json, EngineFault.Transient, EngineFault.Transient, "status 404")]
    [InlineData(
        302,
        "",
        "text/html",
        EngineFault.Transient,
        EngineFault.Transient,
        "Something else than a schema registry"
    )]
    [InlineData(200, "{\"id\":\"x\"}", Json, EngineFault.Final, EngineFault.Final, "doesn't understand")]
    public async Task An_answer_that_is_none_is_sorted(
        int status,
        string body,
        string type,
        EngineFault question,
        EngineFault act,
        string words
    )
    {
        _server.Answer = ScriptedHttp.Say(status, body, type);

        var asked = await Should.ThrowAsync<EngineException>(() => Registry.Version("orders", 1, false, Never));
        var acted = await Should.ThrowAsync<EngineException>(() => Register());

        (asked.Fault, acted.Fault).ShouldBe((question, act));
        asked.Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("""{"status":"ok"}""")]
    [InlineData("\"ok\"")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("""[{"name":"orders"}]""")]
    public async Task What_is_no_list_of_names_or_numbers_is_of_another_server(string body)
    {
        _server.Answer = ScriptedHttp.Say(200, body);

        await IsOfAnother(() => Registry.Subjects(Never));
        await IsOfAnother(() => Registry.Versions("orders", Never));
        await IsOfAnother(() => Registry.AllVersions("orders", Never));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"ok\"")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task What_is_no_object_is_of_another_server(string body)
    {
        _server.Answer = ScriptedHttp.Say(200, body);
        var text = new RegistryText(SchemaType.Avro, "{}", []);

        await IsOfAnother(() => Registry.GlobalLevel(Never));
        await IsOfAnother(() => Registry.Level("orders", Never));
        await IsOfAnother(() => Registry.Settings("orders", Never));
        await IsOfAnother(() => Registry.Version("orders", 1, evenDeleted: false, Never));
        await IsOfAnother(() => Registry.OfId(1, "orders", Never));
        await IsOfAnother(() => Registry.Find("orders", text, Never));
        await IsOfAnother(() => Registry.Judge("orders", text, CompatibilityLevel.Full, Never));
    }

    [Theory]
    [InlineData("""{"version":"1","id":1,"schema":"{}"}""")]
    [InlineData("""{"version":1,"id":1,"schema":{}}""")]
    [InlineData("""{"version":1,"id":1,"schema":"\ud800"}""")]
    [InlineData("""{"version":1,"id":1,"schema":"{}","references":[7]}""")]
    public async Task A_version_of_another_shape_is_not_understood(string body)
    {
        _server.Answer = ScriptedHttp.Say(200, body);

        var fault = await Should.ThrowAsync<EngineException>(() => Registry.Version("orders", 1, false, Never));

        fault.Fault.ShouldBe(EngineFault.Final);
        fault.Message.ShouldContain("doesn't understand");
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_an_act_unknown()
    {
        _server.Answer = ScriptedHttp.Abort;

        (await Should.ThrowAsync<EngineException>(() => Registry.GlobalLevel(Never))).Fault.ShouldBe(
            EngineFault.Transient
        );
        (await Should.ThrowAsync<EngineException>(() => Register())).Fault.ShouldBe(EngineFault.Unknown);
    }

    [Fact]
    public async Task One_that_does_not_listen_has_done_nothing()
    {
        using var nobody = EngineHttp.Client(
            new Uri($"http://127.0.0.1:{FreePorts.One()}"),
            RegistryCalls.Accepts,
            null,
            null,
            new ClusterReach()
        );
        var registry = new SchemaRegistry(new RegistryCalls(nobody, "there", TimeProvider.System));

        var fault = await Should.ThrowAsync<EngineException>(() =>
            registry.SetLevel("orders", CompatibilityLevel.Full, SchemaWorlds.Soon, Never)
        );

        fault.Fault.ShouldBe(EngineFault.Transient);
        fault.Message.ShouldContain("can't be reached");
    }

    [Fact]
    public async Task One_that_is_silent_is_waited_for_no_longer_than_an_act_may_take()
    {
        _server.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        var fault = await Should.ThrowAsync<EngineException>(() =>
            Registry.SetLevel(
                "orders",
                CompatibilityLevel.Full,
                new ActBefore(() => TimeSpan.FromMilliseconds(200)),
                Never
            )
        );

        fault.Fault.ShouldBe(EngineFault.Unknown);
        var over = new ActBefore(() => TimeSpan.Zero);
        (await Should.ThrowAsync<EngineException>(() => Registry.SetLevel("orders", null, over, Never))).Fault.ShouldBe(
            EngineFault.Transient
        );
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        _server.Answer = async context =>
        {
            context.Response.ContentType = Json;
            var much = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(much, context.RequestAborted);
            }
        };

        (await Should.ThrowAsync<EngineException>(() => Registry.Subjects(Never))).Message.ShouldContain(
            "more than the portal reads"
        );
    }

    [Fact]
    public async Task It_signs_in_and_escapes_the_name()
    {
        string? seen = null;
        _server.Answer = context =>
        {
            seen =
                $"{context.Request.Headers.Authorization} {context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget}";
            return ScriptedHttp.Say(200, "{\"compatibilityLevel\":\"FULL\"}", Json)(context);
        };

        (await Registry.Level("a/b %", Never)).ShouldBe(CompatibilityLevel.Full);

        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:secret"));
        seen.ShouldBe($"Basic {basic} /config/a%2Fb%20%25");
    }

    [Fact]
    public async Task An_address_that_is_out_of_reach_is_not_connected_to()
    {
        using var denied = EngineHttp.Client(
            _server.Url,
            RegistryCalls.Accepts,
            null,
            null,
            new ClusterReach { Deny = ["127.0.0.0/8"] }
        );
        var registry = new SchemaRegistry(new RegistryCalls(denied, "there", TimeProvider.System));

        var fault = await Should.ThrowAsync<EngineException>(() => registry.GlobalLevel(Never));

        fault.Fault.ShouldBe(EngineFault.Final);
        fault.Message.ShouldContain("outside of what this portal may connect to");
    }

    [Theory]
    [InlineData(
        403,
        "doesn't allow this to the portal's user. Whoever runs the registry can allow it. Its message: no"
    )]
    [InlineData(500, "failed with status 500. Its message: no")]
    public async Task One_subject_that_it_refuses_stays_as_it_was_and_the_others_are_read(int status, string why)
    {
        await using var world = await Watched();
        await using var registry = await ScriptedRegistry.Start(TimeProvider.System, "carts-value", "orders-value");
        var clock = new HandClock();
        var watch = new SubjectWatch(world.Stores, registry, clock);
        await watch.Look(Never);
        clock.Pass(TimeSpan.FromMinutes(1));
        registry.Versions = 2;
        registry.Instead = Refusing("/subjects/orders-value/", status);

        await watch.Look(Never);

        var catalogue = world.Get<SchemaCatalogue>();
        (await catalogue.All(environment: null, Never))
            .Select(row => $"{row.Subject} {row.Version?.Version} {row.SeenAt:HH:mm}")
            .ShouldBe(["carts-value 2 09:53", "orders-value 1 09:52"]);
        var shown = (await catalogue.Registries(Never)).ShouldHaveSingleItem();
        (shown.ReadAt, shown.Failure).ShouldBe((clock.GetUtcNow(), null));
        shown.Unread.ShouldBe($"1 of 2 subjects could not be read: orders-value. The registry at there {why}");

        registry.Instead = _ => null;
        await watch.Look(Never);

        (await catalogue.All(environment: null, Never)).ShouldAllBe(row => row.Version!.Value.Version == 2);
        (await catalogue.Registries(Never)).ShouldHaveSingleItem().Unread.ShouldBeNull();
    }

    [Fact]
    public async Task One_that_refuses_every_subject_is_not_read()
    {
        await using var world = await Watched();
        await using var registry = await ScriptedRegistry.Start(TimeProvider.System, "carts-value", "orders-value");
        var clock = new HandClock();
        var watch = new SubjectWatch(world.Stores, registry, clock);
        await watch.Look(Never);
        var first = clock.GetUtcNow();
        clock.Pass(TimeSpan.FromMinutes(1));
        registry.Instead = Refusing("/subjects/", 403);

        await watch.Look(Never);

        await using var db = await world.Open();
        var reading = await db.Set<RegistryReading>().SingleAsync();
        reading.Failure!.ShouldStartWith("The registry at there doesn't allow this to the portal's user.");
        (reading.ReadAt, reading.TriedAt, reading.Unread).ShouldBe((first, clock.GetUtcNow(), null));
    }

    [Fact]
    public async Task A_subject_that_it_lists_and_refuses_is_not_taken_for_gone_and_may_refer_to_others()
    {
        await using var world = await Watched();
        await using var registry = await ScriptedRegistry.Start(TimeProvider.System, "carts-value", "orders-value");
        await world.Record(SchemaKind.Word, "orders-value", SchemaWorlds.Spec(SchemaWorlds.Order("id")));
        registry.Instead = Refusing("/subjects/orders-value/", 403);

        await Look();

        (await world.Drifted()).ShouldBeEmpty();
        (await AreAllReferences(world)).ShouldBeFalse();

        registry.Instead = _ => null;
        await Look();

        (await world.Drifted()).ShouldHaveSingleItem().ShouldStartWith("schema version 1");
        (await AreAllReferences(world)).ShouldBeTrue();

        async Task Look()
        {
            await new SubjectWatch(world.Stores, registry, TimeProvider.System).Look(Never);
            var drifts = new SchemaDriftReader(world.Get<ResourceKinds>());
            await new DriftWatch(world.Stores, TestKinds.All, [drifts], TimeProvider.System).Look(Never);
        }
    }

    [Fact]
    public async Task A_reading_of_a_part_has_failed_for_programs_of_the_release_before_and_not_for_those_of_this_one()
    {
        await using var world = await Watched();
        await using var registry = await ScriptedRegistry.Start(TimeProvider.System, "carts-value", "orders-value");
        var watch = new SubjectWatch(world.Stores, registry, TimeProvider.System);
        await watch.Look(Never);
        registry.Instead = Refusing("/subjects/orders-value/", 403);

        await watch.Look(Never);

        (await Failure())!.ShouldStartWith("1 of 2 subjects could not be read: orders-value.");
        (await AreAllReferences(world)).ShouldBeTrue();
        var shown = (await world.Get<SchemaCatalogue>().Registries(Never)).ShouldHaveSingleItem();
        (shown.Failure, shown.Unread).ShouldBe((null, await Failure()));

        registry.Instead = _ => null;
        await watch.Look(Never);

        (await Failure()).ShouldBeNull();

        // Those programs read nothing else of it.
        async Task<string?> Failure()
        {
            await using var db = await world.Open();
            return await db.Set<RegistryReading>().Select(reading => reading.Failure).SingleAsync();
        }
    }

    [Fact]
    public async Task A_subject_that_a_worker_of_the_release_before_found_gone_is_unread_no_more()
    {
        await using var world = await Watched();
        await using var before = await ScriptedRegistry.Start(TimeProvider.System, "carts-value", "orders-value");
        before.Instead = Refusing("/subjects/orders-value/", 403);
        await new SubjectWatch(world.Stores, before, TimeProvider.System).Look(Never);
        await using var db = await world.Open();
        var now = TimeProvider.System.GetUtcNow();
        await db.Set<SeenSubject>()
            .Where(s => s.Name == "orders-value" && s.IsUnread)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.GoneAt, now));
        await using var registry = await ScriptedRegistry.Start(TimeProvider.System, "carts-value");

        await new SubjectWatch(world.Stores, registry, TimeProvider.System).Look(Never);

        (await AreAllReferences(world)).ShouldBeTrue();
        var reading = await db.Set<RegistryReading>().SingleAsync();
        var ages = await SubjectAges.Of(db, reading.ClusterId, ["orders-value"], Never);
        ages.At("orders-value").ShouldBe(reading.ReadAt);
    }

    private static async Task<bool> AreAllReferences(WorkerWorld world)
    {
        await using var db = await world.Open();
        var use = await world.Get<SubjectUses>().Of(await SeenWorlds.Dev(db), "carts-value", Never);
        return use.AreAllReferences;
    }

    private static async Task<WorkerWorld> Watched()
    {
        var world = new WorkerWorld();
        await world.InitializeAsync();
        await world.AddRegistry();
        return world;
    }

    private static Func<string, Func<HttpContext, Task>?> Refusing(string paths, int status) =>
        path =>
            path.StartsWith(paths, StringComparison.Ordinal)
                ? ScriptedHttp.Say(status, """{"error_code":50001,"message":"no"}""")
                : null;

    private static CancellationToken Never => CancellationToken.None;

    private SchemaRegistry Registry => new(new RegistryCalls(_http, "there", TimeProvider.System));

    private static async Task IsOfAnother(Func<Task> question)
    {
        var fault = await Should.ThrowAsync<EngineException>(question);
        fault.Fault.ShouldBe(EngineFault.Transient);
        fault.Message.ShouldBe(
            "Something else than a schema registry answers. Check the address on the cluster's page."
        );
    }

    private Task Register() => Registry.Register("orders", new(SchemaType.Avro, "{}", []), SchemaWorlds.Soon, Never);

    [Fact]
    public async Task What_a_configuration_holds_beside_the_level_is_told_and_set_as_it_was()
    {
        string? sent = null;
        _server.Answer = async context =>
        {
            if (context.Request.Method == "PUT")
            {
                using var reader = new StreamReader(context.Request.Body);
                sent = await reader.ReadToEndAsync();
            }

            await ScriptedHttp.Say(
                200,
                """{"compatibilityLevel":"FULL","alias":"purchases","normalize":true,"compatibilityGroup":null}"""
            )(context);
        };

        (await Registry.Settings("orders-value", Never)).ShouldBe("""{"alias":"purchases","normalize":true}""");
        await Registry.SetSettings(
            "orders-value",
            """{"normalize":true,"alias":"purchases"}""",
            SchemaWorlds.Soon,
            Never
        );
        sent.ShouldBeNull("it is so");
        await Registry.SetSettings("orders-value", """{"alias":"sales"}""", SchemaWorlds.Soon, Never);
        sent.ShouldBe("""{"alias":"sales"}""");
    }

    [Theory]
    [InlineData("READWRITE", "READONLY", "READONLY")]
    [InlineData("READONLY", "READWRITE", "READWRITE")]
    [InlineData("READONLY_OVERRIDE", "READWRITE", "READONLY_OVERRIDE")]
    [InlineData("IMPORT", null, "IMPORT")]
    [InlineData(null, null, null)]
    public async Task The_mode_that_holds_is_the_one_that_overrides_the_subjects_own_or_the_registrys(
        string? all,
        string? own,
        string? holds
    )
    {
        _server.Answer = context =>
            (context.Request.Path.Value!.EndsWith("/mode", StringComparison.Ordinal) ? all : own) is { } mode
                ? ScriptedHttp.Say(200, $$"""{"mode":"{{mode}}"}""")(context)
                : ScriptedHttp.Say(404, """{"error_code":40409,"message":"none"}""")(context);

        (await Registry.Mode("orders-value", Never)).ShouldBe(holds);
    }
}
