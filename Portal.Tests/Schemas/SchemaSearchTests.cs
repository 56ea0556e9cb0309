using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Evaluation;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Engines.Registry;
using Portal.Tests.Applying;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>Subjects are found by what their newest version holds, once the registry was read.</summary>
public sealed class SchemaSearchTests : IAsyncLifetime
{
    private const string Money = "syntax = \"proto3\"; package common; message Money { int64 Units = 1; }";
    private const string Bill =
        "syntax = \"proto3\"; import \"common/money.proto\"; message Bill { common.Money total = 1; }";
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.AddRegistry();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_subject_is_found_by_its_name_and_by_the_path_of_a_field_whatever_its_format()
    {
        await _world.RegisterBehindUs("orders-value", SchemaWorlds.Order("id", SchemaWorlds.Optional("order_note")));
        await Register(SchemaType.Json, "carts-value", """{"properties": {"a%": {"properties": {"Note": {}}}}}""");
        await Register(SchemaType.Protobuf, "money", Money);
        await Register(SchemaType.Protobuf, "bills-value", Bill, new SchemaReference("common/money.proto", "money", 1));
        await Look();

        (await Find("ORDERS")).ShouldBe(["orders-value"]);
        (await Find("note")).ShouldBe(["carts-value: a%.Note", "orders-value: order_note"]);
        (await Find("total.units")).ShouldBe(["bills-value: total.Units"]);
        (await Find("Units")).ShouldBe(["bills-value: total.Units", "money: Units"]);
        (await Find("%.n")).ShouldBe(["carts-value: a%.Note"]);
        (await Find("r_note")).ShouldBe(["orders-value: order_note"]);
        (await Find("s_value")).ShouldBeEmpty();
        (await Find("rXnote")).ShouldBeEmpty();
        (await Find("a\0b")).ShouldBeEmpty();
        (await Page("nowhere", "note")).ShouldBeEmpty();
        var fields = await _world.Get<SchemaSearch>().Fields("note", subjects: null, CancellationToken.None);
        fields[("dev", "orders-value")].ShouldBe("order_note");
    }

    [Fact]
    public async Task A_subject_is_found_by_its_owners_title()
    {
        await _world.ManageSchema("orders-value", SchemaWorlds.Order("id"));
        await _world.RegisterBehindUs("nobodys-value", SchemaWorlds.Order("id"));
        await Look();
        await using var db = await _world.Open();
        var title = (await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments)).Title;

        var found = await Page(environment: null, title.ToUpperInvariant());

        var row = found.ShouldHaveSingleItem();
        (row.Subject, row.OwnerTitle, row.Version!.Value.Version).ShouldBe(("orders-value", title, 1));
    }

    [Fact]
    public async Task Only_the_newest_version_counts_and_a_version_that_is_deleted_no_longer_does()
    {
        await _world.RegisterBehindUs("orders-value", SchemaWorlds.Order("id"));
        await Look();
        var second = await _world.RegisterBehindUs(
            "orders-value",
            SchemaWorlds.Order(SchemaWorlds.Optional("id"), SchemaWorlds.Optional("note"))
        );
        await Look();
        (await Find("note")).ShouldBe(["orders-value: note"]);

        await (await _world.Registry()).DeleteVersion(
            "orders-value",
            second.Version,
            SchemaWorlds.Soon,
            CancellationToken.None
        );
        await Look();
        (await Find("note")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_that_cannot_be_read_and_names_that_no_line_can_hold_do_not_stop_the_reading()
    {
        await Register(SchemaType.Protobuf, "broken", "message {");
        await Register(SchemaType.Json, "odd", """{"properties": {"a\u0000b\nc": {}}}""");
        await Look();

        (await Find("a b c")).ShouldBe(["odd: a b c"]);
        await using var db = await _world.Open();
        (await db.Set<SeenFields>().SingleAsync(f => f.Subject == "broken")).Paths.ShouldBeEmpty();
    }

    private async Task<IEnumerable<string>> Find(string words)
    {
        var found = await Page(SeededStructure.Dev, words);
        var fields = await _world
            .Get<SchemaSearch>()
            .Fields(words, [.. found.Select(row => row.Subject)], CancellationToken.None);
        return found.Select(row =>
            fields.TryGetValue((row.Cluster, row.Subject), out var field) ? $"{row.Subject}: {field}" : row.Subject
        );
    }

    private Task<IReadOnlyList<SchemaRow>> Page(string? environment, string words) =>
        _world
            .Get<SchemaList>()
            .Page(new SchemaFilter(environment, Words: words), _ => true, null, 100, CancellationToken.None);

    private Task Look() =>
        new SubjectWatch(_world.Stores, _world.Get<ISchemaRegistries>(), TimeProvider.System).Look(
            CancellationToken.None
        );

    private async Task Register(SchemaType type, string subject, string text, params SchemaReference[] references) =>
        await (await _world.Registry()).Register(
            subject,
            new RegistryText(type, text, [.. references]),
            SchemaWorlds.Soon,
            CancellationToken.None
        );
}
