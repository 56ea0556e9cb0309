using System.Collections.Immutable;
using Portal.Core.Clusters;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Http;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;

namespace Portal.Tests.RealEngines.Registry;

/// <summary>The adapter on both registries: the bundled one follows Confluent's documentation, Apicurio differs where <see cref="ApicurioDifferenceTests"/> says so.</summary>
public sealed class RegistryTests : IDisposable
{
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private static readonly string Broken = SchemaWorlds.Order("id", "n");
    private readonly List<HttpClient> _clients = [];
    private readonly string _subject = $"{Path.GetRandomFileName()}-value";

    [Theory, OnBundled, OnApicurio(IsEveryRun = true)]
    public async Task A_subject_that_is_not_there_is_nothing_and_no_error(RegistryProduct product)
    {
        var registry = await Open(product);
        (await registry.Subject(_subject, Never)).ShouldBeNull();
        (await registry.Versions(_subject, Never)).ShouldBeEmpty();
        (await registry.Level(_subject, Never)).ShouldBeNull();
        (await registry.Find(_subject, Text(First), Never)).ShouldBeNull();
        (await registry.Judge(_subject, Text(First), level: null, Never)).IsCompatible.ShouldBe(
            product == RegistryProduct.Bundled ? true : null,
            "nothing breaks a level: Confluent documents yes, Apicurio says that there is no subject"
        );
        await registry.DeleteVersion(_subject, 1, SchemaWorlds.Soon, Never);
    }

    [Theory, OnBundled, OnApicurio(IsEveryRun = true)]
    public async Task After_a_soft_delete_the_same_text_is_the_next_version_with_the_same_id(RegistryProduct product)
    {
        var registry = await Open(product);
        var first = await Register(registry, First);
        var second = await Register(registry, Second);
        (await Register(registry, Second)).ShouldBe(second, "registered twice is once");
        (await Register(registry, First)).ShouldBe(first, "an older version isn't made the newest");

        await registry.DeleteVersion(_subject, second.Version, SchemaWorlds.Soon, Never);
        (await registry.Subject(_subject, Never))!.Newest.ShouldBe(first);

        (await Register(registry, Second)).ShouldBe(second with { Version = 3 });
        (await registry.Versions(_subject, Never)).ShouldBe([1, 3]);
    }

    [Theory, OnBundled, OnApicurio(IsEveryRun = true)]
    public async Task A_soft_delete_leaves_the_text_by_its_number_and_a_permanent_one_leaves_nothing(
        RegistryProduct product
    )
    {
        var registry = await Open(product);
        var first = await Register(registry, First);
        await Register(registry, Second);
        await registry.DeleteVersion(_subject, 1, SchemaWorlds.Soon, Never);

        (await registry.AllVersions(_subject, Never)).Deleted.ShouldBe([1]);
        (await registry.Version(_subject, 1, false, Never)).ShouldBeNull();
        (await registry.Version(_subject, 1, true, Never))!.At.ShouldBe(first);
        (await Should.ThrowAsync<EngineException>(() => Permanently(2))).Fault.ShouldBe(EngineFault.Final);

        await Permanently(1);
        await Permanently(1);
        (await registry.AllVersions(_subject, Never)).Deleted.ShouldBeEmpty();
        (await Should.ThrowAsync<EngineException>(() => Permanently())).Fault.ShouldBe(EngineFault.Final);

        await registry.DeleteSubject(_subject, SchemaWorlds.Soon, Never);
        await Permanently();
        await Permanently();
        (await registry.AllVersions(_subject, Never)).Deleted.ShouldBeEmpty();

        Task Permanently(int? version = null) =>
            version is { } number
                ? registry.DeleteVersionPermanently(_subject, number, SchemaWorlds.Soon, Never)
                : registry.DeleteSubjectPermanently(_subject, SchemaWorlds.Soon, Never);
    }

    [Theory, OnBundled, OnApicurio(IsEveryRun = true)]
    public async Task A_level_that_nobody_set_is_none_of_the_subjects_own(RegistryProduct product)
    {
        var registry = await Open(product);
        await Register(registry, First);
        (await registry.Level(_subject, Never)).ShouldBeNull();

        await registry.SetLevel(_subject, CompatibilityLevel.FullTransitive, SchemaWorlds.Soon, Never);
        (await registry.Subject(_subject, Never))!.Level.ShouldBe(CompatibilityLevel.FullTransitive);

        await registry.SetLevel(_subject, null, SchemaWorlds.Soon, Never);
        (await registry.Level(_subject, Never)).ShouldBeNull();
        (await registry.GlobalLevel(Never)).ShouldNotBeNull();
    }

    [Theory, OnBundled, OnApicurio(IsEveryRun = true)]
    public async Task An_incompatible_version_is_judged_with_words_and_refused_for_good(RegistryProduct product)
    {
        var registry = await Open(product);
        await Register(registry, First);
        await registry.SetLevel(_subject, CompatibilityLevel.Backward, SchemaWorlds.Soon, Never);
        (await registry.Judge(_subject, Text(Second), level: null, Never)).IsCompatible.ShouldBe(true);
        var judged = await registry.Judge(_subject, Text(Broken), level: null, Never);
        judged.IsCompatible.ShouldBe(false);
        judged.Words.ShouldHaveSingleItem().ShouldContain(product == RegistryProduct.Bundled ? "n: " : "/fields/1");

        var refused = await Should.ThrowAsync<EngineException>(() => Register(registry, Broken));
        refused.Fault.ShouldBe(EngineFault.Final);
        refused.Message.ShouldContain(product == RegistryProduct.Bundled ? "incompatible" : "Incompatible");
    }

    [Theory, OnBundled, OnApicurio(IsEveryRun = true)]
    public async Task Only_a_transitive_level_compares_with_all_versions(RegistryProduct product)
    {
        var registry = await Open(product);
        await Register(registry, First);
        await Register(registry, SchemaWorlds.Order("id", SchemaWorlds.Optional("n")));
        (await Judged(CompatibilityLevel.BackwardTransitive)).ShouldBe(false);
        (await Judged(CompatibilityLevel.Backward)).ShouldBe(true);

        await Register(registry, Broken);

        async Task<bool?> Judged(CompatibilityLevel level)
        {
            await registry.SetLevel(_subject, level, SchemaWorlds.Soon, Never);
            return (await registry.Judge(_subject, Text(Broken), level, Never)).IsCompatible;
        }
    }

    [Theory, OnBundled, OnApicurio(IsEveryRun = true)]
    public async Task A_text_that_is_no_schema_is_refused_for_good(RegistryProduct product)
    {
        var registry = await Open(product);
        var refused = await Should.ThrowAsync<EngineException>(() => Register(registry, "{ nope"));
        refused.Fault.ShouldBe(EngineFault.Final);
    }

    [Theory]
    [OnBundled("a/b c%d"), OnApicurio("a/b c%d", IsEveryRun = true)]
    [OnBundled("zürich?x=1#y"), OnApicurio("zürich?x=1#y", IsEveryRun = true)]
    [OnBundled("payments.orders:v1+2"), OnApicurio("payments.orders:v1+2", IsEveryRun = true)]
    public async Task A_subject_with_strange_characters_is_itself_and_no_path(RegistryProduct product, string strange)
    {
        var registry = await Open(product);
        var made = await registry.Register(strange, Text(First), SchemaWorlds.Soon, Never);

        (await registry.Subject(strange, Never))!.Newest.ShouldBe(made);
        (await registry.Subjects(Never)).ShouldContain(strange);
    }

    [Theory, OnBundled, OnApicurio(IsEveryRun = true)]
    public async Task References_and_the_other_languages_come_back_as_they_were_sent(RegistryProduct product)
    {
        var registry = await Open(product);
        var money = $"{_subject}-money";
        await registry.Register(
            money,
            Text("""{"type":"record","name":"Money","fields":[{"name":"cents","type":"long"}]}"""),
            SchemaWorlds.Soon,
            Never
        );
        ImmutableArray<SchemaReference> references = [new("Money", money, 1)];
        var order = """{"type":"record","name":"Order","fields":[{"name":"total","type":"Money"}]}""";
        await registry.Register(_subject, new(SchemaType.Avro, order, references), SchemaWorlds.Soon, Never);
        (await registry.Subject(_subject, Never))!.References.ShouldBe(references);

        await registry.Register(
            $"{_subject}-p",
            new(SchemaType.Protobuf, "syntax = \"proto3\"; message Order { string id = 1; }", []),
            SchemaWorlds.Soon,
            Never
        );
        (await registry.Subject($"{_subject}-p", Never))!.Type.ShouldBe(SchemaType.Protobuf);
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private static CancellationToken Never => CancellationToken.None;

    private static RegistryText Text(string text) => new(SchemaType.Avro, text, []);

    private Task<SchemaVersion> Register(ISchemaRegistry registry, string text) =>
        registry.Register(_subject, Text(text), SchemaWorlds.Soon, Never);

    private async Task<ISchemaRegistry> Open(RegistryProduct product)
    {
        var http = EngineHttp.Client(
            new Uri(await TwoRegistries.Url(product)),
            RegistryCalls.Accepts,
            null,
            null,
            new ClusterReach()
        );
        _clients.Add(http);
        return new SchemaRegistry(new RegistryCalls(http, "test", TimeProvider.System));
    }
}
