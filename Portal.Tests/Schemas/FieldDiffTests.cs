using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>Two versions of a schema field by field, as who approves reads them.</summary>
public sealed class FieldDiffTests
{
    private const string Before = """
        {"type":"record","name":"Order","fields":[
          {"name":"id","type":"string"},
          {"name":"amount","type":"int","default":0},
          {"name":"region","type":"string"},
          {"name":"customer","type":{"type":"record","name":"Customer","fields":[{"name":"name","type":"string","doc":"In full."}]}}]}
        """;

    private const string After = """
        {"type":"record","name":"Order","fields":[
          {"name":"id","type":["string","null"]},
          {"name":"amount","type":"long","default":1},
          {"name":"note","type":"string","default":""},
          {"name":"customer","type":{"type":"record","name":"Customer","fields":[{"name":"name","type":"int","doc":"A number."}]}}]}
        """;

    [Fact]
    public void Avro_says_what_was_added_removed_widened_and_described_otherwise() =>
        Diff(SchemaType.Avro, Before, After)
            .ShouldBe([
                "region removed: string",
                "id: type widened: string → string or null",
                "amount: type widened: int → long; default: 0 → 1",
                "note added: string, default \"\"",
                "customer.name: type: string → int; description changed",
            ]);

    [Fact]
    public void JSON_Schema_says_what_is_required_by_now() =>
        Diff(
                SchemaType.Json,
                """{"type":"object","required":["id"],"properties":{"id":{"type":"integer"},"note":{"type":"string"}}}""",
                """{"type":"object","required":["note"],"properties":{"id":{"type":"number"},"note":{"type":"string"}}}"""
            )
            .ShouldBe(["id: type widened: integer → number; no longer required", "note: now required"]);

    [Fact]
    public void Protobuf_says_its_fields() =>
        Diff(
                SchemaType.Protobuf,
                "syntax = \"proto3\"; message Order { string id = 1; int32 amount = 2; }",
                "syntax = \"proto3\"; message Order { string id = 1; int64 amount = 2; string note = 3; }"
            )
            .ShouldBe(["amount: type widened: int32 → int64", "note added: string"]);

    [Fact]
    public void The_same_text_changes_nothing_and_a_first_version_adds_all() =>
        (
            Diff(SchemaType.Avro, Before, Before).Count,
            SchemaFieldDiff.Of(SchemaType.Avro, null, Before)!.Count
        ).ShouldBe((0, 5));

    [Fact]
    public void What_refers_to_others_is_not_compared_and_said() =>
        Register([new("Money", "money-value", 2)])
            .Details.ShouldBe([
                "The fields can't be compared here; compare the texts.",
                "refers to money-value version 2 as Money",
            ]);

    [Fact]
    public void A_step_says_its_fields_and_no_text() =>
        Register([]).Details.ShouldContain("amount: type widened: int → long; default: 0 → 1");

    private static RegisterSchema Register(SchemaReference[] references) =>
        new(
            new(SchemaKind.Word, new ClusterId(1), "orders-value"),
            SchemaType.Avro,
            After,
            [.. references],
            new(1, 1),
            Before
        );

    private static List<string> Diff(SchemaType type, string before, string after) =>
        [.. SchemaFieldDiff.Of(type, before, after)!.Select(field => $"{field}")];
}
