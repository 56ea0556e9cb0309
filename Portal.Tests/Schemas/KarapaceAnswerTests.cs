using Portal.Core.Schemas;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>Karapace and Redpanda's registry compare a text with one version a request, and have no path for all of them.</summary>
public sealed class KarapaceAnswerTests : IAsyncLifetime
{
    private const string Path = "/compatibility/subjects/orders/versions";
    private static readonly RegistryText Order = new(SchemaType.Avro, SchemaWorlds.Order("id"), []);
    private static readonly CancellationToken Never = CancellationToken.None;
    private ScriptedRegistry _scripted = null!;
    private ISchemaRegistry _registry = null!;
    private int _incompatible;

    public async Task InitializeAsync()
    {
        _scripted = await ScriptedRegistry.Start(TimeProvider.System, "orders");
        _scripted.Versions = 3;
        _scripted.Instead = path =>
            path == Path ? ScriptedHttp.Say(404, """{"message":"Not found","code":404}""")
            : path == $"{Path}/{_incompatible}"
                ? ScriptedHttp.Say(200, """{"is_compatible":false,"messages":["id is missing"]}""")
            : path.StartsWith(Path, StringComparison.Ordinal) ? ScriptedHttp.Say(200, """{"is_compatible":true}""")
            : null;
        _registry = await _scripted.Open(default, Never);
    }

    public async Task DisposeAsync() => await _scripted.DisposeAsync();

    [Theory]
    [InlineData(CompatibilityLevel.BackwardTransitive)]
    [InlineData(null)]
    public async Task By_a_transitive_level_and_an_unknown_one_each_version_is_compared(CompatibilityLevel? level)
    {
        (await _registry.Judge("orders", Order, level, Never)).IsCompatible.ShouldBe(true);

        Compared().ShouldBe([Path, $"{Path}/3", $"{Path}/2", $"{Path}/1"]);
    }

    [Fact]
    public async Task A_former_version_that_a_transitive_level_refuses_by_is_found()
    {
        _incompatible = 1;

        var judged = await _registry.Judge("orders", Order, CompatibilityLevel.FullTransitive, Never);

        judged.IsCompatible.ShouldBe(false);
        judged.Words.ShouldHaveSingleItem().ShouldBe("id is missing");
    }

    [Theory]
    [InlineData(CompatibilityLevel.BackwardTransitive)]
    [InlineData(null)]
    public async Task Of_too_many_versions_the_newest_alone_is_compared_and_it_is_no_pass(CompatibilityLevel? level)
    {
        (_scripted.Versions, _incompatible) = (101, 1);

        var judged = await _registry.Judge("orders", Order, level, Never);

        (judged.IsCompatible, judged.IsOfNewestAlone).ShouldBe((true, true));
        Compared().ShouldBe([Path, $"{Path}/101"]);
    }

    [Fact]
    public async Task Of_too_many_versions_the_newest_still_refuses()
    {
        (_scripted.Versions, _incompatible) = (101, 101);

        var judged = await _registry.Judge("orders", Order, CompatibilityLevel.FullTransitive, Never);

        judged.IsCompatible.ShouldBe(false);
        judged.Words.ShouldHaveSingleItem().ShouldBe("id is missing");
    }

    [Fact]
    public async Task As_many_versions_as_are_compared_are_all_compared()
    {
        _scripted.Versions = 100;

        var judged = await _registry.Judge("orders", Order, CompatibilityLevel.FullTransitive, Never);

        (judged.IsCompatible, judged.IsOfNewestAlone).ShouldBe((true, false));
        Compared().Count.ShouldBe(101);
    }

    [Fact]
    public async Task By_another_level_the_newest_alone_is_compared()
    {
        _incompatible = 1;

        (await _registry.Judge("orders", Order, CompatibilityLevel.Full, Never)).IsCompatible.ShouldBe(true);

        Compared().ShouldBe([$"{Path}/latest"]);
    }

    [Fact]
    public async Task The_path_that_is_missing_is_tried_once()
    {
        await _registry.Judge("orders", Order, CompatibilityLevel.FullTransitive, Never);
        await _registry.Judge("orders", Order, CompatibilityLevel.FullTransitive, Never);

        Compared().Count(path => path == Path).ShouldBe(1);
    }

    [Fact]
    public async Task A_subject_without_versions_has_none_to_compare_with()
    {
        _scripted.Instead = path =>
            path == Path
                ? ScriptedHttp.Say(404, """{"message":"Not found","code":404}""")
                : ScriptedHttp.Say(404, """{"error_code":40401,"message":"Subject not found"}""");

        var judged = await _registry.Judge("orders", Order, CompatibilityLevel.FullTransitive, Never);

        judged.IsCompatible.ShouldBeNull();
    }

    [Fact]
    public async Task A_path_that_is_there_and_knows_no_such_subject_is_not_taken_for_a_missing_one()
    {
        _scripted.Instead = _ => ScriptedHttp.Say(404, """{"error_code":40401,"message":"Subject not found"}""");

        await _registry.Judge("orders", Order, CompatibilityLevel.FullTransitive, Never);

        _scripted.Requests.ShouldHaveSingleItem().ShouldBe(Path);
    }

    private IReadOnlyList<string> Compared() =>
        [.. _scripted.Requests.Where(path => path.StartsWith("/compatibility/", StringComparison.Ordinal))];
}
