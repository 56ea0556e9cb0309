using Portal.Schemas.Json;

namespace Portal.Tests.Schemas;

/// <summary>What stands beside a $ref. Registries differ here, so only the portal's own comparison is looked at.</summary>
public sealed class JsonBesideTests
{
    private const string Latest = "https://json-schema.org/draft/2020-12/schema";
    private const string Draft7 = "http://json-schema.org/draft-07/schema#";

    [Theory]
    [InlineData(Latest, true)]
    [InlineData("https://json-schema.org/draft/2019-09/schema", true)]
    [InlineData(null, true)]
    [InlineData(Draft7, false)]
    [InlineData("http://json-schema.org/draft-06/schema#", false)]
    [InlineData("http://json-schema.org/draft-04/schema#", false)]
    public void Keywords_beside_a_reference_hold_but_in_drafts_4_6_and_7(string? draft, bool hold)
    {
        string[] expected = hold ? ["v: “maxLength” is 5 now and there was none."] : [];

        var found = JsonCompatibility.Unreadable(Of(draft, ", \"maxLength\": 5"), Of(draft, ""));
        found.Select(why => why.Message).ShouldBe(expected);
        found.ShouldAllBe(why => !why.IsCertain && why.IsPassedOver);
        Words(Of(draft, ""), Of(draft, ", \"maxLength\": 5")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(", \"maxLength\": 10", ", \"maxLength\": 5", "v: “maxLength” is 5 now and was 10.")]
    [InlineData(", \"maxLength\": 5", ", \"maxLength\": 10", null)]
    [InlineData(
        ", \"type\": \"string\"",
        ", \"type\": \"string\", \"pattern\": \"^a\"",
        "v: “pattern” is ^a now and there was none."
    )]
    [InlineData("", ", \"type\": \"string\"", null)]
    [InlineData("", ", \"title\": \"V\", \"default\": \"\", \"readOnly\": true", null)]
    [InlineData(
        "",
        ", \"if\": {\"maxLength\": 3}, \"then\": {\"pattern\": \"^a\"}",
        "v: “if” has changed. v: “then” has changed."
    )]
    public void What_stands_beside_a_reference_is_compared_with_what_stood_there(
        string before,
        string now,
        string? words
    ) => string.Join(" ", Words(Of(Latest, now), Of(Latest, before))).ShouldBe(words ?? "");

    [Fact]
    public void What_the_reference_leads_to_is_compared_too()
    {
        const string beside = ", \"minimum\": 0";

        var why = JsonCompatibility
            .Unreadable(Of(Latest, beside, "integer"), Of(Latest, beside, "number"))
            .ShouldHaveSingleItem();
        (why.Message, why.IsCertain).ShouldBe(("v: what was written may be number, which isn't integer.", true));
        Words(Of(Latest, beside, "number"), Of(Latest, beside, "integer")).ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_and_what_stands_beside_it_take_what_was_written_by_one_schema() =>
        Words(
                Of(Latest, ", \"maxLength\": 10"),
                Read("""{"type": "object", "properties": {"v": {"type": "string", "maxLength": 5}}}""")
            )
            .ShouldBeEmpty();

    [Fact]
    public void Unevaluated_properties_beside_a_reference_to_what_changed_are_left_to_the_registry()
    {
        const string order = """
            {"title": "WORDS", "$ref": "#/$defs/order", "unevaluatedProperties": false,
             "$defs": {"order": {"type": "object", "properties": {"a": {"type": "string"} MORE}}}}
            """;
        const string more = """, "b": {"type": "string"}""";

        var why = JsonCompatibility.Unreadable(Order("new", ""), Order("old", more)).ShouldHaveSingleItem();
        why.Message.ShouldBe("“unevaluatedProperties” stands beside keywords that have changed.");
        why.IsCertain.ShouldBeFalse();
        Words(Order("new", more), Order("old", more)).ShouldBeEmpty();

        static JsonSchema Order(string words, string others) =>
            Read(order.Replace("WORDS", words).Replace("MORE", others));
    }

    [Theory]
    [InlineData(
        """{"$ref": V, "maxLength": 10}""",
        """{"anyOf": [{"$ref": V, "maxLength": 10}, {"type": "null"}]}""",
        true
    )]
    [InlineData(
        """{"$ref": V, "maxLength": 10}""",
        """{"oneOf": [{"$ref": V, "maxLength": 10}, {"type": "null"}]}""",
        true
    )]
    [InlineData(
        """{"$ref": V, "maxLength": 10}""",
        """{"oneOf": [{"$ref": V, "maxLength": 9}, {"type": "null"}]}""",
        false
    )]
    [InlineData(
        """{"$ref": V, "maxLength": 10}""",
        """{"anyOf": [{"$ref": V, "maxLength": 10}, {"type": "null"}], "minLength": 1}""",
        false
    )]
    [InlineData("""{"$ref": V, "maxLength": 5}""", """{"$ref": V, "type": "string", "maxLength": 5}""", false)]
    [InlineData("""{"$ref": V, "maxLength": 5}""", """{"type": "string", "maxLength": 5}""", false)]
    [InlineData("""{"$ref": V, "maxLength": 5}""", """{"allOf": [{"$ref": V}], "maxLength": 5}""", false)]
    [InlineData("""{"$ref": V, "maxLength": 5}""", """{"allOf": [{"maxLength": 5}], "type": "string"}""", false)]
    [InlineData(
        """{"$ref": V, "maxLength": 5, "pattern": "^a"}""",
        """{"$ref": "#/$defs/short", "pattern": "^a"}""",
        false
    )]
    [InlineData(
        """{"anyOf": [{"$ref": V}, {"type": "null"}]}""",
        """{"anyOf": [{"$ref": V, "maxLength": 5}, {"type": "null"}]}""",
        false
    )]
    public void What_is_found_by_way_of_what_stands_beside_a_reference_is_left_to_the_registry(
        string before,
        string now,
        bool isTaken
    )
    {
        const string order = """
            {"properties": {"v": VALUE}, "$defs": {"v": {"type": "string"}, "short": {"type": "string", "maxLength": 5}}}
            """;

        var found = JsonCompatibility.Unreadable(Order(now), Order(before));

        found.ShouldAllBe(why => !why.IsCertain);
        (found.Count == 0).ShouldBe(isTaken);

        static JsonSchema Order(string value) =>
            Read(order.Replace("VALUE", value).Replace("V,", "\"#/$defs/v\",").Replace("V}", "\"#/$defs/v\"}"));
    }

    [Fact]
    public void A_branch_that_only_what_stands_beside_a_reference_refuses_is_passed_over_by_the_documented_rules()
    {
        const string either = """
            {"anyOf": [{"$ref": "#/$defs/v" BESIDE}, {"type": "null"}], "$defs": {"v": {"type": "string"}}}
            """;

        var why = JsonCompatibility
            .Unreadable(Read(either.Replace("BESIDE", ", \"maxLength\": 5")), Read(either.Replace("BESIDE", "")))
            .ShouldHaveSingleItem();

        (why.IsCertain, why.IsPassedOver).ShouldBe((false, true));
    }

    [Fact]
    public void What_is_certain_elsewhere_is_certain_after_it_was_in_doubt_beside_a_reference()
    {
        const string order = """
            {"properties": {"a": {"$ref": "#/$defs/base", "properties": {"line": {"$ref": "#/$defs/line"}}},
             "b": {"$ref": "#/$defs/line"}}, "$defs": {"base": {"type": "object"}, "line": {"type": "TYPE"}}}
            """;

        JsonCompatibility
            .Unreadable(Read(order.Replace("TYPE", "integer")), Read(order.Replace("TYPE", "string")))
            .Select(why => (why.Path, why.IsCertain))
            .ShouldBe([("a.line", false), ("b", true)]);
    }

    [Theory]
    [InlineData(", \"unevaluatedProperties\": false")]
    [InlineData("")]
    public void A_property_that_is_new_beside_unevaluated_properties_is_left_to_the_registry(string kept)
    {
        const string order = """
            {"$ref": "#/$defs/base", "properties": {"x": {"type": "string"} MORE} KEPT,
             "$defs": {"base": {"type": "object", "properties": {"y": {"type": "integer"}}}}}
            """;

        var found = JsonCompatibility.Unreadable(
            Order(""", "y": {"type": "string"}""", kept),
            Order("", ", \"unevaluatedProperties\": false")
        );

        found.ShouldContain(why =>
            why.Message
            == "y: it is new, and whether something else was written under this name depends on “unevaluatedProperties”."
        );
        found.ShouldAllBe(why => !why.IsCertain);

        static JsonSchema Order(string more, string unevaluated) =>
            Read(order.Replace("MORE", more).Replace("KEPT", unevaluated));
    }

    [Theory]
    [InlineData("\"unevaluatedProperties\": {}")]
    [InlineData("\"unevaluatedProperties\": true")]
    [InlineData("\"unevaluatedProperties\": false, \"additionalProperties\": true")]
    public void A_property_that_is_new_where_anything_was_evaluated_is_incompatible(string others)
    {
        const string order = """{"type": "object", "properties": {"x": {} MORE}, OTHERS}""";

        JsonCompatibility
            .Unreadable(Order(""", "y": {"type": "string"}"""), Order(""))
            .ShouldContain(why => why.Path == "y" && why.IsCertain);

        JsonSchema Order(string more) => Read(order.Replace("MORE", more).Replace("OTHERS", others));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("\"allOf\": [{\"$ref\": \"#/$defs/base\"}],", false)]
    public void A_required_property_that_is_new_beside_unevaluated_properties_is_incompatible_unless_a_part_may_require_it(
        string parts,
        bool isCertain
    )
    {
        const string order = """
            {"type": "object", PARTS "properties": {"x": {} MORE}, "required": [NAMES], "unevaluatedProperties": false,
             "$defs": {"base": {"properties": {"y": {"type": "string"}}, "required": ["y"]}}}
            """;

        JsonCompatibility
            .Unreadable(Order(""", "y": {"type": "string"}""", "\"y\""), Order("", ""))
            .Any(why => why.Path == "y" && why.IsCertain)
            .ShouldBe(isCertain);

        JsonSchema Order(string more, string names) =>
            Read(order.Replace("PARTS", parts).Replace("MORE", more).Replace("NAMES", names));
    }

    [Theory]
    [InlineData("\"x-label\": \"NOTE\"")]
    [InlineData("\"confluent:tags\": [\"NOTE\"]")]
    [InlineData("\"javaType\": \"NOTE\"")]
    [InlineData("\"nullable\": NOTE")]
    [InlineData("\"example\": \"NOTE\"")]
    public void An_annotation_that_no_draft_defines_refuses_nothing_beside_a_reference(string note)
    {
        const string either = """
            {"anyOf": [{"$ref": "#/$defs/v" BESIDE}, {"type": "null"}], "$defs": {"v": {"type": "string"}}}
            """;
        var (old, changed) = ($", {note.Replace("NOTE", "true")}", $", {note.Replace("NOTE", "false")}");

        Words(Of(Latest, changed), Of(Latest, old)).ShouldBeEmpty();
        Words(Either(changed), Either(old)).ShouldBeEmpty();
        Words(Either(changed), Either("")).ShouldBeEmpty();

        static JsonSchema Either(string beside) => Read(either.Replace("BESIDE", beside));
    }

    [Theory]
    [InlineData("contains")]
    [InlineData("dependentRequired")]
    [InlineData("minContains")]
    [InlineData("$dynamicRef")]
    public void A_keyword_that_is_not_compared_counts_beside_a_reference(string keyword) =>
        Words(Of(Latest, $", \"{keyword}\": {{}}"), Of(Latest, "")).ShouldBe([$"v: “{keyword}” has changed."]);

    [Fact]
    public void Another_description_behind_a_reference_changes_nothing_beside_it()
    {
        const string order = """
            {"$ref": "#/$defs/order", "unevaluatedProperties": false,
             "$defs": {"order": {"type": "object", "description": "WORDS", "properties": {
              "title": {"type": "string", "description": "WORDS"}, "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}}}},
              "line": {"title": "WORDS", "type": "integer"}}}
            """;
        var either = order
            .Replace(
                "\"$ref\": \"#/$defs/order\", \"unevaluatedProperties\": false",
                "\"anyOf\": [BRANCH, {\"type\": \"null\"}]"
            )
            .Replace("BRANCH", """{"$ref": "#/$defs/order", "unevaluatedProperties": false}""");

        foreach (var text in new[] { order, either })
        {
            Words(Read(text.Replace("WORDS", "new")), Read(text.Replace("WORDS", "old"))).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_property_that_may_be_anything_counts_beside_unevaluated_properties_all_the_same()
    {
        const string order = """
            {"$ref": "#/$defs/order", "unevaluatedProperties": false, "$defs": {"order": {"properties": PROPERTIES}}}
            """;

        JsonCompatibility
            .Unreadable(
                Read(order.Replace("PROPERTIES", "{}")),
                Read(order.Replace("PROPERTIES", """{"title": {"title": "T"}}"""))
            )
            .ShouldHaveSingleItem()
            .IsCertain.ShouldBeFalse();
    }

    [Fact]
    public void A_reference_that_is_gone_from_beside_unevaluated_properties_is_left_to_the_registry()
    {
        var why = JsonCompatibility
            .Unreadable(
                Read("""{"properties": {"o": {"properties": {"x": {}}, "unevaluatedProperties": false}}}"""),
                Read(
                    """
                    {"properties": {"o": {"$ref": "#/$defs/y", "properties": {"x": {}}, "unevaluatedProperties": false}},
                     "$defs": {"y": {"properties": {"y": {}}}}}
                    """
                )
            )
            .ShouldHaveSingleItem();

        why.Message.ShouldBe("o: “unevaluatedProperties” stands beside keywords that have changed.");
        why.IsCertain.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"allOf": [{"$ref": "#/$defs/v"}, {"maxLength": LIMIT}]}""")]
    [InlineData("""{"allOf": [{"$ref": "#/$defs/v", "maxLength": LIMIT}]}""")]
    public void A_reference_and_what_stands_beside_it_mean_the_same_as_the_parts_of_allOf(string parts)
    {
        var before = Of(Latest, ", \"maxLength\": 5");

        Words(Parts(5), before).ShouldBeEmpty();
        Words(Parts(9), before).ShouldBeEmpty();
        var why = JsonCompatibility.Unreadable(Parts(4), before).ShouldHaveSingleItem();
        (why.Path, why.IsCertain).ShouldBe(("v", false));

        JsonSchema Parts(int limit) =>
            Read(
                """{"type": "object", "properties": {"v": PARTS}, "$defs": {"v": {"type": "string"}}}"""
                    .Replace("PARTS", parts)
                    .Replace("LIMIT", $"{limit}")
            );
    }

    [Theory]
    [InlineData("""{"allOf": [{"$ref": "#/$defs/v"}, {"maxLength": 5}]}""")]
    [InlineData("""{"allOf": [{"$ref": "#/$defs/v"}], "maxLength": 5}""")]
    public void The_parts_of_allOf_mean_the_same_as_a_reference_and_what_stands_beside_it(string parts) =>
        Words(
                Of(Latest, ", \"maxLength\": 5"),
                Read(
                    """{"type": "object", "properties": {"v": PARTS}, "$defs": {"v": {"type": "string"}}}""".Replace(
                        "PARTS",
                        parts
                    )
                )
            )
            .ShouldBeEmpty();

    [Fact]
    public void Another_draft_makes_what_stands_beside_a_reference_hold()
    {
        const string nested = """
            {"$schema": "DRAFT", "type": "object", "$defs": {"v": {"type": "string"}}, "properties": {
             "o": {"type": "object", "properties": {"v": {"$ref": "#/$defs/v", "maxLength": 5}}}}}
            """;
        var (now, before) = (Read(nested.Replace("DRAFT", Latest)), Read(nested.Replace("DRAFT", Draft7)));

        Words(now, before).ShouldBe(["o.v: “maxLength” is 5 now and there was none."]);
        Words(before, now).ShouldBeEmpty();
    }

    private static IEnumerable<string> Words(JsonSchema reader, JsonSchema writer) =>
        JsonCompatibility.Unreadable(reader, writer).Select(why => why.Message);

    private static JsonSchema Of(string? draft, string beside, string type = "string")
    {
        const string referring = """
            {DRAFT "type": "object", "properties": {"v": {"$ref": "#/$defs/v" BESIDE}}, "$defs": {"v": {"type": "TYPE"}}}
            """;
        var named = draft is null ? "" : $"\"$schema\": \"{draft}\",";
        return Read(referring.Replace("DRAFT", named).Replace("BESIDE", beside).Replace("TYPE", type));
    }

    private static JsonSchema Read(string text) =>
        JsonSchemaReading.Read(text).ShouldBeOfType<JsonSchemaRead.Fine>().Schema;
}
