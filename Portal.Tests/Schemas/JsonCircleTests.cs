using System.Diagnostics;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>JSON Schemas that refer to themselves, to each other, and to what changed: compared to the end, and not by their text alone.</summary>
public sealed class JsonCircleTests
{
    private const string List = """
        {"$ref": "#/definitions/n", "definitions": {"n": {"description": "WORDS", "oneOf": [{"type": "null"},
         {"type": "object", "properties": {"value": {"type": "TYPE"}, "next": {"$ref": "#/definitions/n"}}}]}}}
        """;
    private static readonly TimeSpan Bounded = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_circle_through_the_branches_of_a_choice_ends_in_a_verdict()
    {
        Compare(Of("a", "string"), Of("b", "string")).ShouldBeEmpty();
        Compare(Of("a", "integer"), Of("b", "string")).ShouldNotBeEmpty();

        static JsonSchema Of(string words, string type) => Read(List.Replace("WORDS", words).Replace("TYPE", type));
    }

    [Fact]
    public void What_was_believed_of_a_circle_is_taken_back_where_it_is_wrong()
    {
        const string two = """
            {"properties": {"a": {"$ref": "#/definitions/a"}, "b": {"$ref": "#/definitions/b"}}, "definitions": {
             "a": {"anyOf": [{"type": "object", "additionalProperties": false, "properties": {"b": {"$ref": "#/definitions/b"}}}]},
             "b": {"anyOf": [{"type": "object", "additionalProperties": false, "required": ["leaf"],
                    "properties": {"a": {"$ref": "#/definitions/a"}, "leaf": {"type": "TYPE"}}}]}}}
            """;

        Compare(Read(two.Replace("TYPE", "integer")), Read(two.Replace("TYPE", "string")))
            .Select(why => why.Path)
            .ShouldBe(["a", "b"]);
    }

    [ClusterFact]
    public void Twenty_five_choices_one_in_the_other_take_no_longer_than_they_are_long()
    {
        var took = Stopwatch.StartNew();

        Compare(Of("integer"), Of("string")).ShouldNotBeEmpty();
        took.Elapsed.ShouldBeLessThan(Bounded);

        static JsonSchema Of(string leaf)
        {
            var levels = Enumerable
                .Range(0, 25)
                .Select(i =>
                    $$"""
                        "d{{i}}": {"anyOf": [{"$ref": "#/definitions/d{{i + 1}}"}, {"$ref": "#/definitions/d{{i
                            + 1}}"}]}
                        """
                );
            return Read(
                $$"""{"$ref": "#/definitions/d0", "definitions": { {{string.Join(",", levels)}}, "d25": {"type": "{{leaf}}"} } }"""
            );
        }
    }

    [Fact]
    public void A_reference_that_reads_as_before_leads_to_what_changed()
    {
        const string order = """
            {"type": "object", "properties": {"lines": {"type": "array", "items": {"$ref": "#/definitions/line"}}},
             "definitions": {"line": {"type": "object", "properties": {"sku": {"type": "TYPE"}}}}}
            """;

        Compare(Read(order.Replace("TYPE", "integer")), Read(order.Replace("TYPE", "string")))
            .ShouldHaveSingleItem()
            .Message.ShouldBe("lines[].sku: what was written may be string, which isn't integer.");
        Compare(Read(order.Replace("TYPE", "string")), Read(order.Replace("TYPE", "string"))).ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_within_another_document_leads_within_that_one()
    {
        const string money = """
            {"type": "object", "properties": {"currency": {"$ref": "#/definitions/code"}}, "definitions": {"code": {"type": "TYPE"}}}
            """;
        const string order = """
            {"description": "WORDS", "properties": {"total": {"$ref": "money.json"}}, "definitions": {"code": {"type": "boolean"}}}
            """;

        var why = Compare(Of("new", "integer"), Of("old", "string")).ShouldHaveSingleItem();
        why.Message.ShouldBe("total.currency: what was written may be string, which isn't integer.");
        why.Offset.ShouldBeNull("it stands in the other text");
        Compare(Of("new", "string"), Of("old", "string")).ShouldBeEmpty();

        static JsonSchema Of(string words, string type) =>
            JsonSchemaReading
                .Read(
                    order.Replace("WORDS", words),
                    new Dictionary<string, JsonSchema> { ["money.json"] = Read(money.Replace("TYPE", type)) }
                )
                .ShouldBeOfType<JsonSchemaRead.Fine>()
                .Schema;
    }

    [Fact]
    public void A_value_that_fitted_several_branches_isnt_taken_where_it_may_fit_one_only()
    {
        const string sum = """{"WORD": [{"type": "number"}, {"type": "integer"}]}""";

        Compare(Read(sum.Replace("WORD", "oneOf")), Read(sum.Replace("WORD", "anyOf")))
            .ShouldHaveSingleItem()
            .IsCertain.ShouldBeTrue();
        Compare(Read(sum.Replace("WORD", "anyOf")), Read(sum.Replace("WORD", "oneOf"))).ShouldBeEmpty();
        Compare(Read("""{"anyOf": [{"type": "number"}]}"""), Read(sum.Replace("WORD", "anyOf")))
            .ShouldHaveSingleItem()
            .IsCertain.ShouldBeFalse("registries judge it differently");
    }

    [Fact]
    public void A_choice_beside_other_keywords_may_go() =>
        Compare(
                Read("""{"type": "object", "properties": {"a": {}, "b": {}}}"""),
                Read(
                    """{"type": "object", "properties": {"a": {}, "b": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}"""
                )
            )
            .ShouldBeEmpty();

    [Fact]
    public void So_may_one_beside_many_others()
    {
        const string order = """
            {"$id": "order", "title": "Order", "description": "An order", "type": "object", "minProperties": 1, "maxProperties": 9,
             "properties": {"a": {"type": "TYPE"}, "b": {}}, "required": ["a"], "additionalProperties": false, "definitions": {} CHOICE}
            """;
        const string choice = """, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]""";

        Compare(Of("string", ""), Of("string", choice)).ShouldBeEmpty();
        Compare(Of("integer", ""), Of("string", choice)).ShouldAllBe(why => why.IsCertain);

        static JsonSchema Of(string type, string choice) =>
            Read(
                order.Replace("TYPE", type).Replace("CHOICE", choice).Replace("An order", $"With {type}{choice.Length}")
            );
    }

    [Fact]
    public void What_registries_judge_differently_within_a_branch_refuses_no_branch()
    {
        const string either = """
            {"anyOf": [{"type": "object", "properties": {"v": {"anyOf": BRANCHES}}}, {"type": "null"}]}
            """;

        Compare(
                Read(either.Replace("BRANCHES", """[{"type": "number"}]""")),
                Read(either.Replace("BRANCHES", """[{"type": "number"}, {"type": "integer"}]"""))
            )
            .ShouldBeEmpty();
    }

    [ClusterFact]
    public void A_mesh_of_hundreds_of_definitions_is_compared_to_the_end()
    {
        var took = Stopwatch.StartNew();

        Compare(Of("new", "string"), Of("old", "string")).ShouldBeEmpty();
        Compare(Of("new", "integer"), Of("old", "string")).ShouldAllBe(why => why.IsCertain);
        took.Elapsed.ShouldBeLessThan(Bounded);

        static JsonSchema Of(string words, string type)
        {
            const int many = 400;
            var definitions = Enumerable
                .Range(0, many)
                .Select(i =>
                {
                    var properties = Enumerable
                        .Range(1, 10)
                        .Select(k =>
                            $$"""
                                "p{{k}}": {"$ref": "#/definitions/d{{(i + (k * k)) % many}}"}
                                """
                        );
                    return $$"""
                        "d{{i}}": {"description": "{{(i == 7 ? words : "")}}", "type": "object", "properties": {
                          "own": {"type": "{{(i == 7 ? type : "string")}}"}, {{string.Join(",", properties)}} } }
                        """;
                });
            return Read($$"""{"$ref": "#/definitions/d0", "definitions": { {{string.Join(",", definitions)}} } }""");
        }
    }

    [ClusterFact]
    public void Patterns_that_take_for_ever_are_left_to_the_registry()
    {
        var took = Stopwatch.StartNew();
        var names = Enumerable.Range(0, 20).Select(i => $"\"{new string('a', 40)}{i}\": {{\"type\": \"integer\"}}");
        var patterns = Enumerable
            .Range(0, 1_000)
            .Select(i =>
                $$"""
                    "^(?=(\\w+)+!a{{i}}$)": {"type": "string"}
                    """
            );

        Compare(
                Read(
                    $$"""{"type": "object", "additionalProperties": false, "patternProperties": { {{string.Join(",", patterns)}} } }"""
                ),
                Read(
                    $$"""{"type": "object", "additionalProperties": false, "properties": { {{string.Join(",", names)}} } }"""
                )
            )
            .ShouldAllBe(why => !why.IsCertain);
        took.Elapsed.ShouldBeLessThan(Bounded);
    }

    [ClusterFact]
    public void Nine_thousand_references_by_anchor_are_read_in_time()
    {
        var took = Stopwatch.StartNew();
        var parts = string.Join(",", Enumerable.Repeat("""{"$ref": "#x"}""", 9_000));

        Read($$"""{"allOf": [{{parts}}], "$defs": {"x": {"$anchor": "x", "type": "string"} } }""").ShouldNotBeNull();
        took.Elapsed.ShouldBeLessThan(Bounded);
    }

    [Fact]
    public void A_reference_to_the_schema_it_stands_in_leaves_what_is_beside_it() =>
        Compare(Read("""{"$ref": "#", "type": "integer"}"""), Read("""{"$ref": "#", "type": "string"}"""))
            .ShouldHaveSingleItem()
            .Message.ShouldBe("What was written may be string, which isn't integer.");

    [Fact]
    public void A_tree_of_what_stands_beside_a_reference_ends_in_a_verdict()
    {
        const string tree = """
            {"$ref": "#/$defs/leaf", "properties": {"left": {"$ref": "#"}},
             "$defs": {"leaf": {"type": "object", "properties": {"value": {"type": "TYPE"}}}}}
            """;

        Compare(Of("number"), Of("integer")).ShouldBeEmpty();
        Compare(Of("integer"), Of("number"))
            .Select(why => why.Message)
            .ShouldContain("value: what was written may be number, which isn't integer.");

        static JsonSchema Of(string type) => Read(tree.Replace("TYPE", type));
    }

    private static IReadOnlyList<Unreadable> Compare(JsonSchema reader, JsonSchema writer) =>
        JsonCompatibility.Unreadable(reader, writer);

    private static JsonSchema Read(string text) =>
        JsonSchemaReading.Read(text).ShouldBeOfType<JsonSchemaRead.Fine>().Schema;
}
