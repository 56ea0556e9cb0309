using System.Text.Json;
using Portal.Schemas.Json;
using Portal.Schemas.Text;

namespace Portal.Tests.Schemas;

public sealed class JsonCompatibilityTests
{
    [Fact]
    public void Every_pair_of_the_corpus_is_judged_and_explained_as_it_should_be() =>
        SchemaPair
            .Json.Select(pair => (pair, Said: Judge(pair)))
            .Where(judged => !judged.Said.SequenceEqual(judged.pair.Why))
            .Select(judged => $"{judged.pair.Name}: {string.Join(" ", judged.Said)}")
            .ShouldBeEmpty();

    [Fact]
    public void Every_schema_takes_what_is_written_by_itself() =>
        SchemaPair
            .Json.SelectMany(pair => new[] { pair.Reader, pair.Writer })
            .Where(schema => JsonCompatibility.Unreadable(Read(schema), Read(schema)).Count > 0)
            .ShouldBeEmpty();

    [Theory]
    [InlineData("[1]", "A schema is an object, true or false, not an array.", 1, 1)]
    [InlineData("{\"type\": \"strin\"}", "There is no type “strin”", 1, 10)]
    [InlineData("{\"maxLength\": -1}", "“maxLength” is a whole number from 0, not -1.", 1, 15)]
    [InlineData("{\"required\": \"a\"}", "“required” is an array of names, not “a”.", 1, 14)]
    [InlineData("{\"pattern\": \"(\"}", "“(” is no regular expression.", 1, 13)]
    [InlineData("{\"$ref\": \"#/definitions/A\"}", "“#/definitions/A” leads nowhere", 1, 10)]
    [InlineData("{\n  \"properties\": {\n    \"a\": 7\n  }\n}", "A schema is an object, true or false, not 7.", 3, 10)]
    public void What_is_wrong_is_said_with_its_place(string text, string message, int line, int column)
    {
        var fault = JsonSchemaReading.Read(text).ShouldBeOfType<JsonSchemaRead.Broken>().Faults.ShouldHaveSingleItem();

        fault.Message.ShouldStartWith(message);
        fault.At.ShouldBe(new TextPosition(line, column));
    }

    [Fact]
    public void A_reference_leads_into_another_document_by_its_name()
    {
        var money = Read("""{"type": "object", "definitions": {"cents": {"type": "integer"}}}""");
        var references = new Dictionary<string, JsonSchema> { ["money.json"] = money };
        var bill = JsonSchemaReading
            .Read("""{"properties": {"total": {"$ref": "money.json#/definitions/cents"}}}""", references)
            .ShouldBeOfType<JsonSchemaRead.Fine>()
            .Schema;
        var before = Read("""{"properties": {"total": {"type": "string"}}}""");

        JsonCompatibility
            .Unreadable(bill, before)
            .ShouldHaveSingleItem()
            .Message.ShouldBe("total: what was written may be string, which isn't integer.");
    }

    [Fact]
    public void What_only_the_registry_can_decide_is_marked() =>
        JsonCompatibility
            .Unreadable(Read("""{"if": {"maxLength": 3}}"""), Read("true"))
            .ShouldHaveSingleItem()
            .IsCertain.ShouldBeFalse();

    private static string[] Judge(SchemaPair pair) =>
        [.. JsonCompatibility.Unreadable(Read(pair.Reader), Read(pair.Writer)).Select(why => why.Message)];

    private static JsonSchema Read(JsonElement schema) => Read(schema.GetRawText());

    private static JsonSchema Read(string text) =>
        JsonSchemaReading.Read(text).ShouldBeOfType<JsonSchemaRead.Fine>().Schema;
}
