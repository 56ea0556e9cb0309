using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;
using Portal.Tests.Web;

namespace Portal.Tests.Schemas;

/// <summary>
/// What Apicurio answers otherwise than Confluent documents, and what the portal makes of it. That it answers so is shown on Apicurio itself
/// (<see cref="RealEngines.Registry.ApicurioDifferenceTests"/>, <see cref="RealEngines.Registry.RegistryTests"/>).
/// </summary>
public sealed class ApicurioAnswerTests : IAsyncLifetime
{
    private static readonly RegistryText Order = new(SchemaType.Avro, SchemaWorlds.Order("id"), []);
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
    public async Task A_level_that_nobody_set_is_told_as_NONE_and_is_none_of_the_subjects_own()
    {
        _scripted.Instead = path =>
            path == "/config/orders"
                ? ScriptedHttp.Say(200, """{"compatibilityLevel":"NONE"}""")
                : ScriptedHttp.Say(404, """{"error_code":404,"message":"There is no such path"}""");

        (await _registry.Level("orders", Never)).ShouldBeNull();
        (await _registry.KnowsOwnNone(Never)).ShouldBeFalse("it has no modes");
        (await _registry.Mode("orders", Never)).ShouldBeNull();
    }

    // A proxy that knows no way to the registry answers so too.
    [Fact]
    public async Task That_it_has_no_modes_is_looked_up_again_after_a_minute_and_that_it_has_them_never()
    {
        var clock = new HandClock();
        await using var scripted = await ScriptedRegistry.Start(clock);
        var registry = await scripted.Open(default, Never);
        scripted.Instead = path =>
            path.StartsWith("/config/", StringComparison.Ordinal)
                ? ScriptedHttp.Say(200, """{"compatibilityLevel":"NONE"}""")
                : ScriptedHttp.Say(404, """{"message":"no Route"}""");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => registry.Level($"orders{n}", Never)));
        (await registry.Level("orders", Never)).ShouldBeNull();
        Modes().ShouldBe(1, "a look sends it once");
        scripted.Instead = path =>
            path == "/mode" ? ScriptedHttp.Say(200, """{"mode":"READWRITE"}""")
            : path == "/config/orders" ? ScriptedHttp.Say(200, """{"compatibilityLevel":"NONE"}""")
            : null;

        clock.Pass(KnownModes.NoneHoldsFor);

        (await registry.Level("orders", Never)).ShouldBe(CompatibilityLevel.None);
        clock.Pass(KnownModes.NoneHoldsFor);
        (await registry.KnowsOwnNone(Never)).ShouldBeTrue();
        Modes().ShouldBe(2);

        int Modes() => scripted.Requests.Count(path => path == "/mode");
    }

    [Fact]
    public async Task Nothing_is_said_of_the_compatibility_with_a_subject_that_is_not_there()
    {
        _scripted.Instead = _ => ScriptedHttp.Say(404, """{"error_code":40401,"message":"There is no orders"}""");

        var judged = await _registry.Judge("orders", Order, level: null, Never);

        judged.IsCompatible.ShouldBeNull();
        judged.Words.ShouldBeEmpty();
    }

    [Fact]
    public async Task Why_a_version_is_not_compatible_is_one_reason_instead_of_messages()
    {
        _scripted.Instead = _ =>
            ScriptedHttp.Say(200, """{"is_compatible":false,"reason":"no default at /fields/1"}""");

        var judged = await _registry.Judge("orders", Order, CompatibilityLevel.Backward, Never);

        judged.IsCompatible.ShouldBe(false);
        judged.Words.ShouldHaveSingleItem().ShouldBe("no default at /fields/1");
    }

    // It compares all versions where it is asked about all, whatever the level says.
    [Theory]
    [InlineData(CompatibilityLevel.Full, "/compatibility/subjects/orders/versions/latest")]
    [InlineData(CompatibilityLevel.FullTransitive, "/compatibility/subjects/orders/versions")]
    public async Task Only_a_transitive_level_asks_about_all_versions(CompatibilityLevel level, string path)
    {
        _scripted.Instead = _ => ScriptedHttp.Say(200, """{"is_compatible":true}""");

        (await _registry.Judge("orders", Order, level, Never)).IsCompatible.ShouldBe(true);

        _scripted.Requests[^1].ShouldBe(path);
    }

    [Fact]
    public async Task A_permanent_deletion_before_a_soft_one_is_a_conflict_and_refused_for_good()
    {
        _scripted.Instead = _ =>
            ScriptedHttp.Say(409, """{"error_code":409,"message":"It must be deleted softly first"}""");

        var refused = await Should.ThrowAsync<EngineException>(() =>
            _registry.DeleteVersionPermanently("orders", 1, SchemaWorlds.Soon, Never)
        );

        refused.Fault.ShouldBe(EngineFault.Final);
        refused.Message.ShouldContain("deleted softly first");
    }
}
