using Portal.Schemas.Avro;
using Portal.Schemas.Text;

namespace Portal.Tests.Schemas;

public sealed class AvroReadingTests
{
    [Theory]
    [InlineData("", "This isn't JSON", 1, 1)]
    [InlineData("{\n  \"type\": \"record\",\n  \"name\" \"A\"\n}", "This isn't JSON", 3, 10)]
    [InlineData("{\"type\": \"int\"} x", "This isn't JSON", 1, 17)]
    [InlineData("42", "A type is a name, an array (a union) or an object, not 42.", 1, 1)]
    [InlineData("\"strin\"", "No type “strin” is declared before this, and none comes with a reference.", 1, 1)]
    [InlineData("{\"name\": \"A\"}", "This type has no “type”.", 1, 1)]
    [InlineData("{\"type\": \"array\"}", "This type has no “items”.", 1, 1)]
    [InlineData("{\"type\": \"record\", \"name\": \"A\"}", "Record A has no array “fields”.", 1, 1)]
    [InlineData("{\"type\": \"enum\", \"name\": \"A\", \"symbols\": [\"x\", \"x\"]}", "Enum A has “x” twice.", 1, 48)]
    [InlineData("{\"type\": \"enum\", \"name\": \"A\", \"symbols\": [\"é\"]}", "“é” can't be a name", 1, 43)]
    [InlineData(
        "{\"type\": \"fixed\", \"name\": \"A\", \"size\": -1}",
        "Fixed A needs a “size” in bytes, a whole number.",
        1,
        40
    )]
    [InlineData(
        "{\"type\": \"fixed\", \"name\": \"int\", \"size\": 1}",
        "“int” is a type of Avro and can't be declared again.",
        1,
        27
    )]
    [InlineData("[\"int\", [\"null\"]]", "A union can't hold another union directly.", 1, 9)]
    [InlineData("[\"int\", \"int\"]", "This union holds int twice: readers can't distinguish them.", 1, 9)]
    [InlineData("{\"type\": \"int\", \"type\": \"int\"}", "“type” stands twice in one object.", 1, 17)]
    [InlineData("[\"\\ud800\"]", "This text holds half of a surrogate pair.", 1, 2)]
    public void What_is_wrong_is_said_with_its_place(string text, string message, int line, int column)
    {
        var fault = Faults(text).ShouldHaveSingleItem();

        fault.Message.ShouldStartWith(message);
        fault.At.ShouldBe(new TextPosition(line, column));
    }

    [Fact]
    public void All_faults_are_said_at_once_in_the_order_of_the_text()
    {
        var faults = Faults(
            """
            {
              "type": "record", "name": "Order", "fields": [
                {"name": "9lives", "type": "int"},
                {"name": "total", "type": "money"},
                {"name": "note"},
                {"name": "to", "type": {"type": "record", "name": "Order", "fields": []}},
                {"name": "note", "type": "string"},
                {"name": "note", "type": "string"}
              ]
            }
            """
        );

        faults
            .Select(fault => (fault.At.Line, fault.Message))
            .ShouldBe([
                (3, "“9lives” can't be a name: letters, digits and _ only, and no digit first."),
                (4, "No type “money” is declared before this, and none comes with a reference."),
                (5, "Field note has no “type”."),
                (6, "“Order” is declared twice. Where it is used again its name is enough."),
                (8, "Record Order has two fields “note”."),
            ]);
    }

    [Theory]
    [InlineData("\"int\"", "\"x\"", "“x”, which isn't int")]
    [InlineData("\"int\"", "3000000000", "3000000000, which isn't int")]
    [InlineData("\"int\"", "1.5", "1.5, which isn't int")]
    [InlineData("\"long\"", "9223372036854775808", "9223372036854775808, which isn't long")]
    [InlineData("\"boolean\"", "null", "null, which isn't boolean")]
    [InlineData("\"bytes\"", "\"€\"", "“€”, which isn't bytes")]
    [InlineData("[\"null\", \"int\"]", "\"x\"", "“x”, which isn't null or int")]
    [InlineData("{\"type\": \"array\", \"items\": \"int\"}", "[1, \"x\"]", "an array, which isn't array of int")]
    [InlineData("{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\"]}", "\"B\"", "“B”, which isn't E")]
    [InlineData("{\"type\": \"fixed\", \"name\": \"F\", \"size\": 2}", "\"abc\"", "“abc”, which isn't F")]
    public void A_default_that_is_no_value_of_its_type_is_refused(string type, string value, string words) =>
        Faults(
                $$"""{"type": "record", "name": "R", "fields": [{"name": "f", "type": {{type}}, "default": {{value}}}]}"""
            )
            .ShouldHaveSingleItem()
            .Message.ShouldBe($"The default of R.f is {words}.");

    [Fact]
    public void A_name_of_a_reference_is_known()
    {
        var money = Fine("""{"type": "record", "name": "shop.Money", "fields": [{"name": "cents", "type": "long"}]}""");
        var text = """{"type": "record", "name": "Order", "fields": [{"name": "total", "type": "shop.Money"}]}""";

        Faults(text).ShouldHaveSingleItem();
        AvroReading
            .Read(text, [money])
            .ShouldBeOfType<AvroRead.Fine>()
            .Schema.Names.Keys.ShouldBe(["shop.Money", "Order"]);
    }

    [Fact]
    public void Nesting_without_end_is_refused_in_words() =>
        Faults(string.Concat(Enumerable.Repeat("[", 10_000)))
            .ShouldHaveSingleItem()
            .Message.ShouldBe("It is nested deeper than 200 levels.");

    [Fact]
    public void Ten_thousand_fields_are_read()
    {
        var fields = string.Join(
            ",\n",
            Enumerable
                .Range(0, 10_000)
                .Select(i => $$"""{"name": "f{{i}}", "type": ["null", "string"], "default": null}""")
        );
        var wide = Fine($$"""{"type": "record", "name": "Wide", "fields": [{{fields}}]}""");

        wide.Names.Values.ShouldHaveSingleItem().ShouldBeOfType<AvroRecord>().Fields.Length.ShouldBe(10_000);
    }

    private static AvroSchema Fine(string text) => AvroReading.Read(text).ShouldBeOfType<AvroRead.Fine>().Schema;

    private static IReadOnlyList<TextFault> Faults(string text) =>
        AvroReading.Read(text).ShouldBeOfType<AvroRead.Broken>().Faults;
}
