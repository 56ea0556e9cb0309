using Portal.Schemas.Json;

namespace Portal.Tests.Schemas.Verdicts;

/// <summary>Verdicts that depend on what a schema means and not on how it is written. What other registries find of these pairs isn't known.</summary>
public sealed class JsonVerdictTests
{
    private const string Additional = "additionalProperties";
    private const string Unevaluated = "unevaluatedProperties";

    // The target of a $ref that refuses all other properties.
    private const string Referring = """
        {"$ref": "#/$defs/order", "unevaluatedProperties": false, "$defs": {"order":
         {"type": "object", "properties": {"a": {"type": "TYPE"} MORE}, "required": [NAMES]}}}
        """;
    private const string More = """, "b": {"type": "string"}""";

    [Theory]
    [InlineData("0.1", "0.01")]
    [InlineData("0.3", "0.1")]
    [InlineData("1", "0.1")]
    [InlineData("1e30", "2")]
    public void A_step_that_divides_the_one_before_is_compatible_whatever_its_decimals(string before, string now) =>
        Compare(Step(now), Step(before)).ShouldBeEmpty();

    [Theory]
    [InlineData("0.01", "0.1", "“multipleOf” is 0.1 now and was 0.01.")]
    [InlineData("0.3", "0.2", "“multipleOf” is 0.2 now and was 0.3.")]
    [InlineData("1e-30", "0.01", "“multipleOf” is 0.01 now and was 1E-30.")]
    public void A_step_that_does_not_divide_the_one_before_is_incompatible(string before, string now, string words) =>
        Compare(Step(now), Step(before)).ShouldHaveSingleItem().ShouldBe(("", words, true, false));

    [Fact]
    public void A_property_that_the_target_of_a_reference_gets_where_no_other_was_allowed_is_compatible()
    {
        const string whole = "\"$ref\": \"#/$defs/order\", \"unevaluatedProperties\": false";
        var (now, before) = (Order("string", More), Order("string"));

        Compare(now, before).ShouldBeEmpty();
        Compare(Either(now), Either(before)).ShouldBeEmpty();

        static string Either(string order) => order.Replace(whole, $"\"anyOf\": [{{{whole}}}, {{\"type\": \"null\"}}]");
    }

    [Theory]
    [InlineData("string", More, "")]
    [InlineData("string", More, "\"b\"")]
    [InlineData("string", "", "\"a\"")]
    [InlineData("integer", "", "")]
    [InlineData("integer", More, "\"b\"")]
    public void Unevaluated_properties_beside_a_reference_count_as_additional_ones_of_its_target_do(
        string type,
        string more,
        string names
    )
    {
        Compare(Order(type, more, names), Order("string"))
            .ShouldBe(Compare(Closed(type, more, names), Closed("string")), ignoreOrder: false);

        static string Closed(string type, string more = "", string names = "") =>
            Order(type, more, names)
                .Replace(", \"unevaluatedProperties\": false", "")
                .Replace("\"type\": \"object\"", "\"type\": \"object\", \"additionalProperties\": false");
    }

    [Theory]
    [InlineData("\"properties\": {\"x\": {\"type\": \"string\"}},", "")]
    [InlineData("\"minProperties\": 1,", "")]
    [InlineData("", "\"allOf\": [{\"properties\": {\"c\": {\"type\": \"string\"}}}],")]
    public void A_property_that_the_target_of_a_reference_gets_is_left_to_the_registry_where_more_is_evaluated(
        string beside,
        string within
    )
    {
        var (now, before) = (Composed(More), Composed(""));

        var found = Compare(now, before);
        found.ShouldNotBeEmpty();
        found.Where(why => why.IsCertain).ShouldBeEmpty();

        string Composed(string more) =>
            Order("string", more)
                .Replace("{\"$ref\"", $"{{{beside} \"$ref\"")
                .Replace("{\"type\": \"object\"", $"{{{within} \"type\": \"object\"");
    }

    [Theory]
    [InlineData(Unevaluated, Additional, "")]
    [InlineData(Additional, Unevaluated, "")]
    [InlineData(Unevaluated, Additional, "\"patternProperties\": {\"^x\": {\"type\": \"integer\"}},")]
    [InlineData(Additional, Unevaluated, "\"patternProperties\": {\"^x\": {\"type\": \"integer\"}},")]
    public void Unevaluated_and_additional_properties_mean_the_same_where_nothing_else_is_evaluated(
        string before,
        string now,
        string others
    )
    {
        Compare(Object(now, others: others), Object(before, others: others)).ShouldBeEmpty();
        Compare(Object(now, more: More), Object(before)).ShouldBeEmpty();
        Compare(Object(now, "{\"type\": \"number\"}"), Object(before, "{\"type\": \"integer\"}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"allOf\": [{\"properties\": {\"c\": {\"type\": \"string\"}}}],")]
    [InlineData("\"if\": {\"properties\": {\"c\": {\"type\": \"string\"}}},")]
    [InlineData("\"dependentSchemas\": {\"a\": {\"properties\": {\"c\": {\"type\": \"string\"}}}},")]
    [InlineData("\"$schema\": \"http://json-schema.org/draft-07/schema#\",")]
    public void Additional_properties_refuse_more_where_something_else_is_evaluated_or_the_draft_knows_no_other(
        string others
    ) =>
        Compare(Object(Additional, others: others), Object(Unevaluated, others: others))
            .ShouldContain(("", "Additional properties are refused now, and were allowed.", true, false));

    [Fact]
    public void What_a_reader_refuses_by_unevaluated_properties_is_passed_over_by_the_documented_rules()
    {
        Compare(Object(Unevaluated, "{\"type\": \"integer\"}"), Object(Unevaluated, "{\"type\": \"string\"}"))
            .ShouldHaveSingleItem()
            .ShouldBe(("{}", "{}: what was written may be string, which isn't integer.", false, true));
        Compare(Object(Additional, "{\"type\": \"integer\"}"), Object(Unevaluated, "{\"type\": \"string\"}"))
            .ShouldHaveSingleItem()
            .IsCertain.ShouldBeTrue();
        Compare(Object(Unevaluated), Object(Unevaluated, more: More))
            .ShouldHaveSingleItem()
            .ShouldBe(("", "“unevaluatedProperties” stands beside keywords that have changed.", false, true));
    }

    [Fact]
    public void The_same_words_in_the_target_of_a_reference_and_beside_it_mean_something_else()
    {
        const string order = """
            {"$ref": "#/$defs/base", "properties": {"x": {"type": "string"}} BESIDE,
             "$defs": {"base": {"properties": {"a": {"type": "string"}} WITHIN}}}
            """;
        const string refused = ", \"unevaluatedProperties\": false";

        Compare(
                order.Replace("BESIDE", "").Replace("WITHIN", refused),
                order.Replace("BESIDE", refused).Replace("WITHIN", "")
            )
            .ShouldNotBeEmpty("x was allowed");
    }

    private static string Step(string multiple) => $$"""{"type": "number", "multipleOf": {{multiple}}}""";

    private static string Order(string type, string more = "", string names = "") =>
        Referring.Replace("TYPE", type).Replace("MORE", more).Replace("NAMES", names);

    private static string Object(string keyword, string value = "false", string more = "", string others = "") =>
        """{"type": "object", OTHERS "properties": {"a": {"type": "string"} MORE}, "KEYWORD": VALUE}"""
            .Replace("OTHERS", others)
            .Replace("MORE", more)
            .Replace("KEYWORD", keyword)
            .Replace("VALUE", value);

    private static List<(string Path, string Message, bool IsCertain, bool IsPassedOver)> Compare(
        string now,
        string before
    ) =>
        [
            .. JsonCompatibility
                .Unreadable(Read(now), Read(before))
                .Select(why => (why.Path, why.Message, why.IsCertain, why.IsPassedOver)),
        ];

    private static JsonSchema Read(string text) =>
        JsonSchemaReading.Read(text).ShouldBeOfType<JsonSchemaRead.Fine>().Schema;
}
