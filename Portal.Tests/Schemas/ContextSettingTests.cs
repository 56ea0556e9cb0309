using Microsoft.AspNetCore.Http;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>Level and mode of a subject in a context, over HTTP: those of the registry's root don't hold there.</summary>
public sealed class ContextSettingTests : IAsyncLifetime
{
    private const string Subject = ":.eu:orders-value";
    private static readonly CancellationToken Never = CancellationToken.None;
    private ScriptedRegistry _scripted = null!;
    private ISchemaRegistry _registry = null!;

    public async Task InitializeAsync()
    {
        _scripted = await ScriptedRegistry.Start(TimeProvider.System);
        _registry = await _scripted.Open(default, Never);
    }

    public async Task DisposeAsync() => await _scripted.DisposeAsync();

    [Fact]
    public async Task A_subject_without_a_level_of_its_own_is_judged_by_that_of_its_context()
    {
        _scripted.Instead = path =>
            path == $"/config/{Subject}" ? Inherited("""{"compatibilityLevel":"FULL_TRANSITIVE"}""")
            : path.StartsWith("/compatibility/", StringComparison.Ordinal)
                ? ScriptedHttp.Say(200, """{"is_compatible":true}""")
            : null;

        var live = (await _registry.Subject(Subject, Never))!;
        (live.Level, live.GlobalLevel).ShouldBe((null, CompatibilityLevel.FullTransitive));

        await _registry.Judge(
            Subject,
            new(live.Type, live.Text, live.References),
            live.Level ?? live.GlobalLevel,
            Never
        );
        _scripted.Requests[^1].ShouldBe($"/compatibility/subjects/{Subject}/versions");
    }

    [Fact]
    public async Task NONE_of_a_context_is_not_taken_for_the_level_of_the_root()
    {
        _scripted.Instead = path =>
            path == $"/config/{Subject}" ? Inherited("""{"compatibilityLevel":"NONE"}""")
            : path == "/mode" ? ScriptedHttp.Say(200, """{"mode":"READWRITE"}""")
            : null;

        (await _registry.Subject(Subject, Never))!.GlobalLevel.ShouldBe(CompatibilityLevel.None);
    }

    [Fact]
    public async Task Where_a_registry_resolves_nothing_for_a_context_its_own_level_holds() =>
        (await _registry.Subject(Subject, Never))!.GlobalLevel.ShouldBe(CompatibilityLevel.Backward);

    [Theory]
    [InlineData("READONLY")]
    [InlineData("IMPORT")]
    public async Task The_mode_of_a_context_holds_for_its_subjects(string mode)
    {
        _scripted.Instead = path =>
            path == "/mode" ? ScriptedHttp.Say(200, """{"mode":"READWRITE"}""")
            : path == $"/mode/{Subject}" ? Inherited($$"""{"mode":"{{mode}}"}""")
            : null;

        (await _registry.Mode(Subject, Never)).ShouldBe(mode);
        (await _registry.Mode("orders-value", Never)).ShouldBe("READWRITE");
    }

    [Theory]
    [InlineData("orders-value", "/config", "/config/orders-value")]
    [InlineData(Subject, $"/config/{Subject}", $"/config/{Subject}")]
    public async Task A_subject_takes_three_requests_in_any_context(string subject, string one, string other)
    {
        _scripted.Instead = path =>
            path == $"/config/{Subject}" ? Inherited("""{"compatibilityLevel":"FULL"}""") : null;

        await _registry.Subject(subject, Never);

        _scripted.Requests.Order(StringComparer.Ordinal).ShouldBe([one, other, $"/subjects/{subject}/versions/latest"]);
    }

    // What the subject takes over; it has no setting of its own.
    private static Func<HttpContext, Task> Inherited(string setting) =>
        context =>
            (
                context.Request.Query["defaultToGlobal"] == "true"
                    ? ScriptedHttp.Say(200, setting)
                    : ScriptedHttp.Say(404, """{"error_code":40408,"message":"none"}""")
            )(context);
}
