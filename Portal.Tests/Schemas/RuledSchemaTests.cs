using System.Text.Json.Nodes;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Tests.Kit;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>
/// Rules and metadata beside the texts, as Confluent's keeps them: a text that comes without any gets those of the version before, and older releases don't
/// find it by the text alone.
/// </summary>
public sealed class RuledSchemaTests : IAsyncLifetime
{
    private static readonly RegistryText Order = new(SchemaType.Avro, SchemaWorlds.Order("id"), []);
    private static readonly CancellationToken Never = CancellationToken.None;
    private ScriptedRegistry _scripted = null!;
    private ISchemaRegistry _registry = null!;

    public async Task InitializeAsync()
    {
        _scripted = await ScriptedRegistry.Start(TimeProvider.System, "orders");
        _registry = await _scripted.Open(default, Never);
    }

    public async Task DisposeAsync() => await _scripted.DisposeAsync();

    [Fact]
    public async Task A_version_that_was_made_with_rules_is_known_by_its_id()
    {
        Answers(3, found: null, """[{"subject":"carts","version":7},{"subject":"orders","version":2}]""");

        (await _registry.Register("orders", Order, SchemaWorlds.Soon, Never)).ShouldBe(new(2, 3));
    }

    [Fact]
    public async Task An_older_version_of_the_text_alone_is_not_taken_for_the_one_that_was_made()
    {
        Answers(3, """{"version":1,"id":1,"schema":"{}"}""", """[{"subject":"orders","version":3}]""");

        (await _registry.Register("orders", Order, SchemaWorlds.Soon, Never)).ShouldBe(new(3, 3));
    }

    [Fact]
    public async Task What_is_registered_and_not_shown_yet_stays_unknown()
    {
        Answers(3, found: null, """[{"subject":"carts","version":7}]""");

        var fault = await Should.ThrowAsync<EngineException>(() =>
            _registry.Register("orders", Order, SchemaWorlds.Soon, Never)
        );

        fault.Fault.ShouldBe(EngineFault.Unknown);
    }

    [Fact]
    public async Task An_older_text_that_a_version_has_with_its_rules_is_refused_in_words()
    {
        Answers(1, found: null, """[{"subject":"orders","version":1}]""");
        var step = new RegisterSchema(
            new(SchemaKind.Word, new ClusterId(1), "orders"),
            Order.Type,
            Order.Text,
            [],
            new SchemaVersion(2, 2),
            BeforeText: null
        );
        var scope = new StepScope(
            new FencedRun(new RunId(1), Fence: 1, Owner: "worker"),
            SchemaWorlds.Soon,
            new RetryPolicy(TimeProvider.System, TimeSpan.Zero)
        );

        var refused = await Should.ThrowAsync<EngineException>(() =>
            new RegisterSchemaHandler(_scripted).Act(step, scope, Never)
        );

        refused.Fault.ShouldBe(EngineFault.Final);
        refused.Message.ShouldStartWith("The registry has this schema as version 1 of orders already");
    }

    [Fact]
    public async Task A_version_is_registered_again_with_the_rules_and_the_metadata_that_it_had()
    {
        JsonNode? sent = null;
        _scripted.Instead = path =>
            path == "/subjects/orders/versions/2"
                ? ScriptedHttp.Say(
                    200,
                    """
                    {"version":2,"id":2,"schema":"{}","metadata":{"properties":{"owner":"\u00e4"}},"ruleSet":{"domainRules":[{"name":"r"}]},
                     "guid":"1","schemaTags":null}
                    """
                )
            : path == "/subjects/orders/versions"
                ? async context =>
                {
                    sent = await JsonNode.ParseAsync(context.Request.Body);
                    await ScriptedHttp.Say(200, """{"id":2}""")(context);
                }
            : path == "/subjects/orders" ? ScriptedHttp.Say(200, """{"version":3,"id":2,"schema":"{}"}""")
            : null;
        var former = await _registry.Version("orders", 2, evenDeleted: true, Never);

        await _registry.Register("orders", former!.Schema, SchemaWorlds.Soon, Never);

        JsonNode
            .DeepEquals(
                sent,
                JsonNode.Parse(
                    """
                    {"schema":"{}","schemaType":"AVRO","references":[],
                     "metadata":{"properties":{"owner":"\u00e4"}},"ruleSet":{"domainRules":[{"name":"r"}]}}
                    """
                )
            )
            .ShouldBeTrue($"{sent}");
    }

    // A registration gets this id, the text alone is found so, and the id stands for these versions.
    private void Answers(int id, string? found, string versions) =>
        _scripted.Instead = path =>
            path switch
            {
                "/subjects/orders/versions" => ScriptedHttp.Say(200, $$"""{"id":{{id}}}"""),
                "/subjects/orders" => found is null
                    ? ScriptedHttp.Say(404, """{"error_code":40403,"message":"Schema not found"}""")
                    : ScriptedHttp.Say(200, found),
                _ when path == $"/schemas/ids/{id}/versions" => ScriptedHttp.Say(200, versions),
                _ => null,
            };
}
