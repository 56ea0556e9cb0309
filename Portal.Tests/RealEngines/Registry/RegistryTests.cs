using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;

namespace Portal.Tests.RealEngines.Registry;

/// <summary>The adapter against Apicurio, which differs from Confluent's documentation where its class says so.</summary>
public sealed class RegistryTests : IClassFixture<SharedRegistry>
{
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private static readonly string Broken = SchemaWorlds.Order("id", "n");
    private readonly SharedRegistry _shared;
    private readonly ISchemaRegistry _registry;
    private readonly string _subject = $"{Path.GetRandomFileName()}-value";

    public RegistryTests(SharedRegistry shared) => (_shared, _registry) = (shared, shared.Open());

    [EngineFact]
    public async Task A_subject_that_is_not_there_is_nothing_and_no_error()
    {
        (await _registry.Subject(_subject, Never)).ShouldBeNull();
        (await _registry.Versions(_subject, Never)).ShouldBeEmpty();
        (await _registry.Level(_subject, Never)).ShouldBeNull();
        (await _registry.Find(_subject, Text(First), Never)).ShouldBeNull();
        (await _registry.Judge(_subject, Text(First), Never)).IsCompatible.ShouldBeNull();
        await _registry.DeleteVersion(_subject, 1, SchemaWorlds.Soon, Never);
    }

    [EngineFact]
    public async Task After_a_soft_delete_the_same_text_is_the_next_version_with_the_same_id()
    {
        var first = await Register(First);
        var second = await Register(Second);
        (await Register(Second)).ShouldBe(second, "registered twice is once");
        (await Register(First)).ShouldBe(first, "an older version isn't made the newest");

        await _registry.DeleteVersion(_subject, second.Version, SchemaWorlds.Soon, Never);
        (await _registry.Subject(_subject, Never))!.Newest.ShouldBe(first);

        (await Register(Second)).ShouldBe(second with { Version = 3 });
        (await _registry.Versions(_subject, Never)).ShouldBe([1, 3]);
    }

    [EngineFact]
    public async Task A_level_that_nobody_set_is_none_of_the_subjects_own()
    {
        await Register(First);
        (await _registry.Level(_subject, Never)).ShouldBeNull();

        await _registry.SetLevel(_subject, CompatibilityLevel.FullTransitive, SchemaWorlds.Soon, Never);
        (await _registry.Subject(_subject, Never))!.Level.ShouldBe(CompatibilityLevel.FullTransitive);

        await _registry.SetLevel(_subject, null, SchemaWorlds.Soon, Never);
        (await _registry.Level(_subject, Never)).ShouldBeNull();
        (await _registry.GlobalLevel(Never)).ShouldNotBeNull();
    }

    [EngineFact]
    public async Task An_incompatible_version_is_judged_with_words_and_refused_for_good()
    {
        await Register(First);
        await _registry.SetLevel(_subject, CompatibilityLevel.Backward, SchemaWorlds.Soon, Never);
        (await _registry.Judge(_subject, Text(Second), Never)).IsCompatible.ShouldBe(true);
        var judged = await _registry.Judge(_subject, Text(Broken), Never);
        judged.IsCompatible.ShouldBe(false);
        judged.Words.ShouldHaveSingleItem().ShouldContain("/fields/1");

        var refused = await Should.ThrowAsync<EngineException>(() => Register(Broken));
        refused.Fault.ShouldBe(EngineFault.Final);
        refused.Message.ShouldContain("Incompatible");
    }

    [EngineFact]
    public async Task A_text_that_is_no_schema_is_refused_for_good()
    {
        var refused = await Should.ThrowAsync<EngineException>(() => Register("{ nope"));
        refused.Fault.ShouldBe(EngineFault.Final);
    }

    [EngineTheory]
    [InlineData("a/b c%d")]
    [InlineData("zürich?x=1#y")]
    [InlineData("payments.orders:v1+2")]
    public async Task A_subject_with_strange_characters_is_itself_and_no_path(string strange)
    {
        var made = await _registry.Register(strange, Text(First), SchemaWorlds.Soon, Never);

        (await _registry.Subject(strange, Never))!.Newest.ShouldBe(made);
        (await _registry.Subjects(Never)).ShouldContain(strange);
    }

    [EngineFact]
    public async Task References_and_the_other_languages_come_back_as_they_were_sent()
    {
        var money = $"{_subject}-money";
        await _registry.Register(
            money,
            Text("""{"type":"record","name":"Money","fields":[{"name":"cents","type":"long"}]}"""),
            SchemaWorlds.Soon,
            Never
        );
        ImmutableArray<SchemaReference> references = [new("Money", money, 1)];
        var order = """{"type":"record","name":"Order","fields":[{"name":"total","type":"Money"}]}""";
        await _registry.Register(_subject, new(SchemaType.Avro, order, references), SchemaWorlds.Soon, Never);
        (await _registry.Subject(_subject, Never))!.References.ShouldBe(references);

        await _registry.Register(
            $"{_subject}-p",
            new(SchemaType.Protobuf, "syntax = \"proto3\"; message Order { string id = 1; }", []),
            SchemaWorlds.Soon,
            Never
        );
        (await _registry.Subject($"{_subject}-p", Never))!.Type.ShouldBe(SchemaType.Protobuf);
    }

    [EngineFact]
    public async Task A_probe_says_what_it_is_and_what_it_lacks()
    {
        var facts = (await _shared.Probe(_shared.Registry!.Url)).ShouldBeOfType<Outcome<RegistryFacts>.Done>().Value;

        facts.Product.ShouldBe("Apicurio or alike");
        facts.Types.ShouldBe(["AVRO", "JSON", "PROTOBUF"], ignoreOrder: true);
        facts.Level.ShouldNotBeNull();
        facts.Lacks.ShouldNotBeEmpty();
    }

    private static CancellationToken Never => CancellationToken.None;

    private static RegistryText Text(string text) => new(SchemaType.Avro, text, []);

    private Task<SchemaVersion> Register(string text) =>
        _registry.Register(_subject, Text(text), SchemaWorlds.Soon, Never);
}
