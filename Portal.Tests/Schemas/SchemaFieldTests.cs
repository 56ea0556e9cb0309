using Portal.Core.Schemas;
using Portal.Schemas.Formats;

namespace Portal.Tests.Schemas;

/// <summary>A schema's fields as a person reads them.</summary>
public sealed class SchemaFieldTests
{
    [Fact]
    public void Avro_tells_each_field_before_those_within_it() =>
        Described(
                SchemaType.Avro,
                """
                {"type":"record","name":"Order","namespace":"shop","fields":[
                  {"name":"id","type":"string","doc":"Never reused."},
                  {"name":"note","type":["null","string"],"default":null},
                  {"name":"state","type":{"type":"enum","name":"State","symbols":["OPEN","PAID"]}},
                  {"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[
                    {"name":"sku","type":"string"},{"name":"parts","type":{"type":"array","items":"Line"},"default":[]}]}}},
                  {"name":"totals","type":{"type":"map","values":{"type":"record","name":"Total","fields":[
                    {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}}}]}
                """
            )
            .ShouldBe([
                "id: string, required, Never reused.",
                "note: null or string, null, ",
                "state: enum of OPEN, PAID, required, ",
                "lines: array of record shop.Line, required, ",
                "lines[].sku: string, required, ",
                "lines[].parts: array of record shop.Line, [], ",
                "totals: map of record shop.Total, required, ",
                "totals[key].amount: decimal(9, 2), required, ",
            ]);

    [Fact]
    public void JSON_Schema_tells_its_properties_through_references_and_alternatives() =>
        Described(
                SchemaType.Json,
                """
                {"type":"object","required":["id"],"properties":{
                  "id":{"type":"string","format":"uuid","description":"Never reused."},
                  "state":{"enum":["open","paid"],"default":"open"},
                  "lines":{"type":"array","items":{"$ref":"#/$defs/line"}},
                  "extra":{}},
                 "allOf":[{"properties":{"more":{"type":["integer","null"]}}}],
                 "$defs":{"line":{"type":"object","properties":{"sku":{"type":"string"},"parts":{"type":"array","items":{"$ref":"#/$defs/line"}}}}}}
                """
            )
            .ShouldBe([
                "id: string (uuid), required, Never reused.",
                "state: one of \"open\", \"paid\", \"open\", ",
                "lines: array of object, , ",
                "lines[].sku: string, , ",
                "lines[].parts: array of object, , ",
                "extra: anything, , ",
                "more: integer or null, , ",
            ]);

    [Fact]
    public void A_schema_without_end_is_told_as_far_as_was_asked()
    {
        // Each record holds the next one twice: 2^40 ways.
        var records = Enumerable
            .Range(0, 40)
            .Reverse()
            .Aggregate(
                "\"string\"",
                (inner, i) =>
                    $$"""{"type":"record","name":"R{{i}}","fields":[{"name":"a","type":{{inner}}},{"name":"b","type":"{{(i == 39 ? "string" : $"R{i + 1}")}}"}]}"""
            );

        Fields(SchemaType.Avro, records, 100).Count.ShouldBe(100);
    }

    [Theory]
    [InlineData("\"allOf\":[{0},{0}]", 0)]
    [InlineData("\"properties\":{\"a\":{0},\"b\":{0}}", 100)]
    public void Nor_does_a_text_that_leads_everywhere_twice_keep_anybody_waiting(string twice, int told)
    {
        var all = Enumerable.Range(0, 40).Select(i => $"\"d{i}\":{{{twice.Replace("{0}", Ref(i + 1))}}}");

        Fields(SchemaType.Json, $"{{\"$ref\":\"#/$defs/d0\",\"$defs\":{{{string.Join(",", all)},\"d40\":{{}}}}}}", 100)
            .Count.ShouldBe(told);

        static string Ref(int i) => $"{{\"$ref\":\"#/$defs/d{i}\"}}";
    }

    [Fact]
    public void Nor_one_that_leads_on_and_on()
    {
        var all = Enumerable.Range(0, 5_000).Select(i => $"\"d{i}\":{{\"allOf\":[{{\"$ref\":\"#/$defs/d{i + 1}\"}}]}}");

        Fields(
                SchemaType.Json,
                $"{{\"$ref\":\"#/$defs/d0\",\"$defs\":{{{string.Join(",", all)},\"d5000\":{{}}}}}}",
                100
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_to_a_place_that_no_list_has_is_told()
    {
        var read = SchemaText.Read(SchemaType.Json, """{"oneOf":[{}],"definitions":{"x":{"$ref":"#/oneOf/-1"}}}""");

        read.ShouldBeOfType<SchemaRead.Broken>();
    }

    private static IEnumerable<string> Described(SchemaType type, string text) =>
        Fields(type, text, 100)
            .Select(f => $"{f.Path}: {f.Type}, {f.Default ?? (f.IsRequired ? "required" : "")}, {f.Doc}");

    private static IReadOnlyList<Portal.Schemas.Fields.SchemaField> Fields(SchemaType type, string text, int most) =>
        SchemaText.Read(type, text).ShouldBeOfType<SchemaRead.Fine>().Schema.Fields(most);
}
