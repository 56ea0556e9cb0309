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
        return AvroReading
            .Read($$"""{"type":"record","name":"Wide","fields":[{{fields}}]}""")
            .ShouldBeOfType<AvroRead.Fine>()
            .Schema;
    }
}
