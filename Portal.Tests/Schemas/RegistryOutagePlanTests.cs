using Portal.Core.Changes;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>A registry that doesn't do while a plan is computed, over HTTP: planning waits for what can be mended, and gives up in words.</summary>
public sealed class RegistryOutagePlanTests : IAsyncLifetime
{
    private static readonly string Text = SchemaWorlds.Order("id");
    private readonly string _subject = $"{Path.GetRandomFileName()}-value";
    private ScriptedHttp _front = null!;
    private WorkerWorld _world = null!;

    public async Task InitializeAsync()
    {
        _front = await ScriptedHttp.Start();
        _world = await WorkerWorld.OnRegistry($"{_front.Url}".TrimEnd('/'));
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _front.DisposeAsync();
    }

    [Theory]
    [InlineData(503, "failed with status 503")]
    [InlineData(429, "is busy")]
    [InlineData(401, "refuses the portal's sign-in")]
    [InlineData(404, "Something else than a schema registry answers")]
    [InlineData(302, "Something else than a schema registry answers")]
    [InlineData(0, "broke")]
    public async Task Planning_waits_for_a_registry_that_fails_and_goes_on_when_it_answers(int status, string words)
    {
        using var registry = new Forwarding(new Uri(await TwoRegistries.Url(RegistryProduct.Bundled)));
        _front.Answer = status == 0 ? ScriptedHttp.Abort : ScriptedHttp.Say(status, "{}");
        await _world.StartWorker();

        var change = await _world.Ask(SchemaWorlds.Register(_subject, Text));

        await Deadline.Until(async () =>
            await _world.View(change) is { Row: { State: ChangeState.Planning, StatusMessage: { } message } }
            && message.Contains(words, StringComparison.Ordinal)
        );
        _front.Answer = registry.Pass;
        await _world.Reaches(change, ChangeState.Applied);
    }

    [Theory]
    [InlineData(401, "refuses the portal's sign-in. Check user and password, or the token")]
    [InlineData(503, "failed with status 503")]
    public async Task What_isnt_mended_in_time_ends_planning_with_the_reason(int status, string words)
    {
        _front.Answer = ScriptedHttp.Say(status, "{}");
        await _world.StartWorker(null, ("Portal:Planning:GiveUpAfter", "00:00:02"));

        var change = await _world.Ask(SchemaWorlds.Register(_subject, Text));

        (await _world.Reaches(change, ChangeState.PlanFailed)).Row.StatusMessage!.ShouldContain(words);
    }

    [Fact]
    public async Task What_a_registry_doesnt_allow_isnt_waited_for()
    {
        _front.Answer = ScriptedHttp.Say(403, """{"error_code":40301,"message":"not for you"}""");
        await _world.StartWorker();

        var change = await _world.Ask(SchemaWorlds.Register(_subject, Text));

        var failed = await _world.Reaches(change, ChangeState.PlanFailed);
        failed.Row.StatusMessage!.ShouldContain("Whoever runs the registry can allow it. Its message: not for you");
    }
}
