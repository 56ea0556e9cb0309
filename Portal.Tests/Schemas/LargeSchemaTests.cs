using System.Diagnostics;
using System.Globalization;
using Portal.Schemas.Avro;
using Portal.Schemas.Json;

namespace Portal.Tests.Schemas;

/// <summary>Schemas that are deep or wide are read and compared in bounded time, or refused in a sentence. Protobuf's are beside its reading.</summary>
public sealed class LargeSchemaTests
{
    private static readonly TimeSpan Bounded = TimeSpan.FromSeconds(5);

    [Fact]
    public void A_JSON_Schema_of_two_hundred_levels_is_refused_with_a_sentence() =>
        JsonSchemaReading
            .Read(Nested(200))
            .ShouldBeOfType<JsonSchemaRead.Broken>()
            .Faults.ShouldHaveSingleItem()
            .Message.ShouldBe("It is nested deeper than 200 levels.");

    [Fact]
    public void A_JSON_Schema_as_deep_as_it_may_be_is_compared_in_time()
    {
        var took = Stopwatch.StartNew();

        JsonCompatibility
            .Unreadable(Json(Nested(95, "integer")), Json(Nested(95, "string")))
            .ShouldHaveSingleItem()
            .Message.ShouldEndWith("what was written may be string, which isn't integer.");
        took.Elapsed.ShouldBeLessThan(Bounded);
    }

    [Fact]
    public void A_JSON_Schema_that_holds_itself_ends()
    {
        const string tree =
            """{"type":"object","properties":{"left":{"$ref":"#"},"right":{"$ref":"#"},"value":{"type":"TYPE"}}}""";

        JsonCompatibility
            .Unreadable(Json(tree.Replace("TYPE", "integer")), Json(tree.Replace("TYPE", "string")))
            .ShouldNotBeEmpty();
    }

    [Fact]
    public void Ten_thousand_properties_of_a_JSON_Schema_are_compared_in_time()
    {
        var took = Stopwatch.StartNew();
        var (before, after) = (Json(Wide("string")), Json(Wide("integer")));

        JsonCompatibility.Unreadable(after, before).Count.ShouldBe(100, "no more are listed");
        took.Elapsed.ShouldBeLessThan(Bounded);
    }

    [Fact]
    public void Ten_thousand_fields_of_an_Avro_record_are_compared_in_time()
    {
        var took = Stopwatch.StartNew();
        var (before, after) = (Avro("int"), Avro("long"));

        AvroCompatibility.Unreadable(after, before).ShouldBeEmpty();
        AvroCompatibility.Unreadable(before, after).Count.ShouldBe(100, "no more are listed");
        took.Elapsed.ShouldBeLessThan(Bounded);
    }

    [Theory]
    [InlineData("fixed", "\"size\":1")]
    [InlineData("enum", "\"symbols\":[\"A\"]")]
    [InlineData("record", "\"fields\":[]")]
    public void A_union_of_thousands_of_named_types_is_compared_in_time(string type, string rest)
    {
        var took = Stopwatch.StartNew();
        var (before, after) = (Union(3_000), Union(3_001));

        AvroCompatibility.Unreadable(after, before).ShouldBeEmpty();
        AvroCompatibility
            .Unreadable(before, after)
            .ShouldHaveSingleItem()
            .Message.ShouldContain("a3000, which isn't one of a0 or a1 or ");
        took.Elapsed.ShouldBeLessThan(Bounded);

        AvroSchema Union(int count) =>
            Avro(Enumerable.Range(0, count).Select(i => $$"""{"type":"{{type}}","name":"a{{i}}",{{rest}}}"""));
    }

    [Fact]
    public void A_branch_of_a_union_is_found_by_its_alias_and_in_another_namespace()
    {
        var written = Avro([
            """{"type":"fixed","name":"old.A","size":2}""",
            """{"type":"fixed","name":"old.B","size":1}""",
        ]);

        AvroCompatibility
            .Unreadable(
                Avro([
                    """{"type":"fixed","name":"new.A","size":1}""",
                    """{"type":"fixed","name":"new.Z","size":2,"aliases":["old.A"]}""",
                    """{"type":"fixed","name":"new.B","size":1}""",
                ]),
                written
            )
            .ShouldBeEmpty();
        AvroCompatibility
            .Unreadable(Avro(["""{"type":"fixed","name":"new.A","size":1}"""]), written)
            .Select(why => why.Message)
            .ShouldBe([
                "Fixed(2) old.A of 2 bytes can't be read as one of 1.",
                "What was written may be fixed(1) old.B, which isn't one of new.A.",
            ]);
    }

    private static string Wide(string type)
    {
        var properties = Ten("\"f{0}\":{{\"type\":\"{1}\"}}", type);
        return $$"""{"type":"object","properties":{ {{properties}} },"additionalProperties":false}""";
    }

    private static string Ten(string field, string type) =>
        string.Join(
            ',',
            Enumerable.Range(0, 10_000).Select(i => string.Format(CultureInfo.InvariantCulture, field, i, type))
        );

    private static string Nested(int levels, string leaf = "string") =>
        string.Concat(Enumerable.Repeat("""{"properties":{"a":""", levels))
        + $$"""{"type":"{{leaf}}"}"""
        + string.Concat(Enumerable.Repeat("}}", levels));

    private static JsonSchema Json(string text) =>
        JsonSchemaReading.Read(text).ShouldBeOfType<JsonSchemaRead.Fine>().Schema;

    private static AvroSchema Avro(string type)
    {
        var fields = Ten("{{\"name\":\"f{0}\",\"type\":\"{1}\"}}", type);
        return AvroOf($$"""{"type":"record","name":"Wide","fields":[{{fields}}]}""");
    }

    private static AvroSchema Avro(IEnumerable<string> branches) => AvroOf($"[{string.Join(',', branches)}]");

    private static AvroSchema AvroOf(string text) => AvroReading.Read(text).ShouldBeOfType<AvroRead.Fine>().Schema;
}
