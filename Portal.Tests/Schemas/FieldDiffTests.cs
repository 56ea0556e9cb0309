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
            .ShouldBe(["amount: type widened: int32 → int64", "note added: string, number 3"]);

    [Fact]
    public void A_number_that_changed_is_said_first() =>
        Proto(
                "message Order { string old = 9; string id = 1; Line line = 2; } message Line { string sku = 1; Kind kind = 2; } enum Kind { ANY = 0; NEW = 1; }",
                "message Order { string id = 3; Line line = 2; } message Line { string sku = 4; Kind kind = 2; } enum Kind { ANY = 0; NEW = 2; }"
            )
            .ShouldBe([
                "id: number: 1 → 3",
                "line.sku: number: 1 → 4",
                "old removed: string, number 9",
                "line.kind: type: enum of ANY = 0, NEW = 1 → enum of ANY = 0, NEW = 2",
            ]);

    [Fact]
    public void A_message_that_is_added_moves_no_other_field() =>
        Proto("message Order { string id = 1; }", "message Order { string id = 2; } message Refund { string id = 1; }")
            .ShouldBe(["Order.id: number: 1 → 2", "Refund.id added: string, number 1"]);

    [Fact]
    public void Messages_that_nothing_else_holds_are_compared_too() =>
        Proto(
                "message Order { string id = 1; message Inner { string a = 1; } } message B { C c = 1; } message C { B b = 1; }",
                "message Order { string id = 1; message Inner { string a = 2; } } message B { C c = 3; } message C { B b = 4; }"
            )
            .ShouldBe(["Order.Inner.a: number: 1 → 2", "B.c: number: 1 → 3", "B.c.b: number: 1 → 4"]);

    [Fact]
    public void What_differs_only_where_it_is_cut_is_said()
    {
        var symbols = Enumerable.Range(0, 100).Select(i => $"\"SYMBOL_{i}\"").ToList();
        var filler = new string('x', 400);

        Diff(
                SchemaType.Avro,
                Wide(string.Join(",", symbols), $"{filler}1", $"{filler}a"),
                Wide(string.Join(",", symbols.Append("\"LAST\"")), $"{filler}2", $"{filler}b")
            )
            .Select(words => words.Replace(filler[..300], "x", StringComparison.Ordinal))
            .ShouldBe([
                "x… removed: string",
                "kind: type changed, beyond what is shown of it",
                "text: default changed, beyond what is shown of it",
                "x… added: string, required",
            ]);

        static string Wide(string symbols, string text, string name) =>
            $$$"""
                {"type":"record","name":"Order","fields":[
                  {"name":"kind","type":{"type":"enum","name":"Kind","symbols":[{{{symbols}}}]}},
                  {"name":"text","type":"string","default":"{{{text}}}"},
                  {"name":"{{{name}}}","type":"string"}]}
                """;
    }

    [Fact]
    public void The_same_text_changes_nothing_and_a_first_version_adds_all() =>
        (
            Diff(SchemaType.Avro, Before, Before).Count,
            SchemaFieldDiff.Of(SchemaType.Avro, null, Before)!.Count
        ).ShouldBe((0, 5));

    [Fact]
    public void What_refers_to_others_is_not_compared_and_said() =>
        Register([new("Money", "money-value", 2)])
            .Details(seen: null)
            .ShouldBe([
                "The fields can't be compared here; compare the texts.",
                "refers to money-value version 2 as Money",
            ]);

    [Fact]
    public void A_step_says_its_fields_and_no_text() =>
        Register([]).Details(seen: null).ShouldContain("amount: type widened: int → long; default: 0 → 1");

    [Fact]
    public void That_data_are_written_as_before_is_told()
    {
        const string Same = "what is written by it stays the same, byte for byte";
        var described = Before.Replace(
            "\"type\":\"record\"",
            "\"doc\":\"An order.\",\"type\":\"record\"",
            StringComparison.Ordinal
        );

        described.ShouldNotBe(Before);
        (Register([]) with { Text = described }).Details(seen: null).ShouldContain(Same);
        Register([]).Details(seen: null).ShouldNotContain(Same);
        var (micros, millis) = (Logical("timestamp-micros"), Logical("timestamp-millis"));
        (Register([]) with { Text = micros, BeforeText = millis }).Details(seen: null).ShouldNotContain(Same);
        (Register([]) with { Text = Decimal(2), BeforeText = Decimal(4) }).Details(seen: null).ShouldNotContain(Same);
        (Register([]) with { Text = described, BeforeText = null, Before = null })
            .Details(seen: null)
            .ShouldNotContain(Same);
    }

    private static string Logical(string name) => $$"""{"type":"long","logicalType":"{{name}}"}""";

    private static string Decimal(int scale) =>
        $$"""{"type":"fixed","name":"Amount","size":8,"logicalType":"decimal","precision":10,"scale":{{scale}}}""";

    private static RegisterSchema Register(SchemaReference[] references) =>
        new(
            new(SchemaKind.Word, new ClusterId(1), "orders-value"),
            SchemaType.Avro,
            After,
            [.. references],
            new(1, 1),
            Before
        );

    private static List<string> Proto(string before, string after) =>
        Diff(SchemaType.Protobuf, $"syntax = \"proto3\"; {before}", $"syntax = \"proto3\"; {after}");

    private static List<string> Diff(SchemaType type, string before, string after) =>
        [.. SchemaFieldDiff.Of(type, before, after)!.Select(field => $"{field}")];
}
