using Portal.Core.Clusters;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Http;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>
/// What Apicurio answers otherwise than Confluent documents, and what the portal makes of it. That it answers so is shown on Apicurio itself
/// (<see cref="RealEngines.Registry.ApicurioDifferenceTests"/>, <see cref="RealEngines.Registry.RegistryTests"/>).
/// </summary>
public sealed class ApicurioAnswerTests : IAsyncLifetime
{
    private static readonly RegistryText Order = new(SchemaType.Avro, SchemaWorlds.Order("id"), []);
    private static readonly CancellationToken Never = CancellationToken.None;
    private ScriptedHttp _server = null!;
    private HttpClient _http = null!;

    private SchemaRegistry Registry => new(new RegistryCalls(_http, "there", TimeProvider.System));

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

    [Fact]
    public async Task A_level_that_nobody_set_is_told_as_NONE_and_is_none_of_the_subjects_own()
    {
        _server.Answer = context =>
            context.Request.Path == "/config/orders"
                ? ScriptedHttp.Say(200, """{"compatibilityLevel":"NONE"}""")(context)
                : ScriptedHttp.Say(404, """{"error_code":404,"message":"There is no such path"}""")(context);

        (await Registry.Level("orders", Never)).ShouldBeNull();
        (await Registry.KnowsOwnNone(Never)).ShouldBeFalse("it has no modes");
        (await Registry.Mode("orders", Never)).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_said_of_the_compatibility_with_a_subject_that_is_not_there()
    {
        _server.Answer = ScriptedHttp.Say(404, """{"error_code":40401,"message":"There is no orders"}""");

        var judged = await Registry.Judge("orders", Order, level: null, Never);

        judged.IsCompatible.ShouldBeNull();
        judged.Words.ShouldBeEmpty();
    }

    [Fact]
    public async Task Why_a_version_is_not_compatible_is_one_reason_instead_of_messages()
    {
        _server.Answer = ScriptedHttp.Say(200, """{"is_compatible":false,"reason":"no default at /fields/1"}""");

        var judged = await Registry.Judge("orders", Order, CompatibilityLevel.Backward, Never);

        judged.IsCompatible.ShouldBe(false);
        judged.Words.ShouldHaveSingleItem().ShouldBe("no default at /fields/1");
    }

    // It compares all versions where it is asked about all, whatever the level says.
    [Theory]
    [InlineData(CompatibilityLevel.Full, "/compatibility/subjects/orders/versions/latest")]
    [InlineData(CompatibilityLevel.FullTransitive, "/compatibility/subjects/orders/versions")]
    public async Task Only_a_transitive_level_asks_about_all_versions(CompatibilityLevel level, string path)
    {
        string? asked = null;
        _server.Answer = context =>
        {
            asked = context.Request.Path;
            return ScriptedHttp.Say(200, """{"is_compatible":true}""")(context);
        };

        (await Registry.Judge("orders", Order, level, Never)).IsCompatible.ShouldBe(true);

        asked.ShouldBe(path);
    }

    [Fact]
    public async Task A_permanent_deletion_before_a_soft_one_is_a_conflict_and_refused_for_good()
    {
        _server.Answer = ScriptedHttp.Say(409, """{"error_code":409,"message":"It must be deleted softly first"}""");

        var refused = await Should.ThrowAsync<EngineException>(() =>
            Registry.DeleteVersionPermanently("orders", 1, SchemaWorlds.Soon, Never)
        );

        refused.Fault.ShouldBe(EngineFault.Final);
        refused.Message.ShouldContain("deleted softly first");
    }
}
