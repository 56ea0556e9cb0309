using System.Diagnostics;
using Portal.Schemas.Formats;
using Portal.Schemas.Payloads;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas.Payloads;

/// <summary>Samples and schemas that nobody sends by mistake.</summary>
public sealed class PayloadLimitTests
{
    private const string Chain =
        """{"type":"record","name":"Link","fields":[{"name":"next","type":["null","Link"]}]}""";

    public static TheoryData<SchemaFormat, string> Schemas() =>
        new()
        {
            { SchemaFormat.Avro, "\"string\"" },
            { SchemaFormat.Json, "{}" },
            { SchemaFormat.Protobuf, "syntax = \"proto3\"; message Order { string id = 1; }" },
        };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_sample_that_can_not_be_read_says_where(SchemaFormat format, string schema)
    {
        Fault("").ShouldBe("|1:1|JSON");
        Fault(new string(' ', 200)).ShouldBe("|1:1|JSON");
        Fault($"\"{new string('x', 2 * 1024 * 1024)}\"").ShouldBe("|1:1|size");
        Fault("{\n  \"a\": 1,\n  b\n}").ShouldBe("|3:3|JSON");
        Fault("\"a\0b\"").ShouldBe("|1:3|JSON");
        Fault("\"a\" \"b\"").ShouldBe("|1:5|JSON");
        Fault("{\"a\": 1, \"a\": 2}").ShouldBe("|1:10|JSON");
        Fault($"{new string('[', 300)}{new string(']', 300)}").ShouldBe("|1:202|JSON");

        string Fault(string sample) =>
            PayloadCase.Found(PayloadCase.Judge(format, schema, sample)).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_sample_200_deep_is_judged_and_a_deeper_one_is_not()
    {
        PayloadCase
            .Judge(SchemaFormat.Avro, Chain, Linked(99))
            .ShouldBeOfType<PayloadVerdict.Valid>()
            .Bytes.ShouldBe(100);
        PayloadCase
            .Found(PayloadCase.Judge(SchemaFormat.Avro, Chain, Linked(101)))
            .ShouldHaveSingleItem()
            .ShouldEndWith("|JSON");
    }

    [ClusterFact]
    public void A_large_sample_with_many_faults_names_the_first_of_them()
    {
        var sample = $"[{string.Join(',', Enumerable.Repeat("\"x\"", 30_000))}]";

        var verdict = PayloadCase
            .Judge(SchemaFormat.Avro, """{"type":"array","items":"int"}""", sample)
            .ShouldBeOfType<PayloadVerdict.Invalid>();

        (verdict.Faults.Count, verdict.AreAll).ShouldBe((50, false));
    }

    [ClusterFact]
    public void A_sample_as_large_as_may_be_is_judged_in_a_moment()
    {
        var schema =
            """{"items":{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"integer"}]}}},"uniqueItems":true}""";
        var sample = $"[{string.Join(',', Enumerable.Range(0, 9_000).Select(i => $"{{\"a\":{i}}}"))}]";
        var watch = Stopwatch.StartNew();

        PayloadCase.Judge(SchemaFormat.Json, schema, sample).ShouldBeOfType<PayloadVerdict.Valid>();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    public static TheoryData<string, string> Endless()
    {
        // No number of them fits into any of .NET's, so all have one hash.
        var items = string.Join(',', Enumerable.Range(0, 15_000).Select(i => $"1e{1_000 + i}"));
        var unique = string.Join(',', Enumerable.Repeat("""{"$ref":"#/$defs/u"}""", 5_000));
        var ones = string.Join(',', Enumerable.Repeat("1", 60_000));
        // What looks back is tried in each way that there is.
        var patterns = string.Join(
            ',',
            Enumerable.Range(0, 3_000).Select(i => $$"""{"pattern":"^(?=.)(a|aa)*{{i}}$"}""")
        );
        var properties = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"^(?=.)(a|aa)*{i}$\":true"));
        return new()
        {
            { """{"uniqueItems":true}""", $"[{items}]" },
            { $$"""{"allOf":[{{unique}}],"$defs":{"u":{"uniqueItems":true} } }""", $"[[{ones}]]" },
            { $$"""{"allOf":[{{unique}}],"$defs":{"u":{"enum":[[{{ones}}]]} } }""", $"[{ones}]" },
            { $$"""{"allOf":[{{unique}}],"$defs":{"u":{"minLength":1} } }""", $"\"{new string('x', 120_000)}\"" },
            { $$"""{"allOf":[{{patterns}}]}""", $"\"{new string('a', 64)}\"" },
            { $$"""{"patternProperties":{ {{properties}} } }""", $$"""{"{{new string('a', 64)}}":1}""" },
        };
    }

    [ClusterTheory]
    [MemberData(nameof(Endless), DisableDiscoveryEnumeration = true)]
    public void What_takes_too_long_is_given_up_in_words(string schema, string sample)
    {
        var read = PayloadCase.Read(SchemaFormat.Json, schema);
        var watch = Stopwatch.StartNew();

        AnyPayload
            .Judge(read, null, sample, CancellationToken.None)
            .ShouldBeOfType<PayloadVerdict.Unknown>()
            .Why.ShouldStartWith("Checking this sample takes too many steps");

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    [ClusterFact]
    public void An_example_of_many_patterns_is_made_all_the_same()
    {
        var properties = string.Join(
            ',',
            Enumerable
                .Range(0, 1_000)
                .Select(i => $"\"{new string('a', 40)}{i}\":{{\"type\":\"string\",\"pattern\":\"^(?=.)(a|aa)*!{i}$\"}}")
        );
        var watch = Stopwatch.StartNew();

        AnyPayload
            .Example(PayloadCase.Read(SchemaFormat.Json, $$"""{"properties":{ {{properties}} } }"""), message: null)
            .ShouldBeOfType<PayloadExample.Made>();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Who_types_on_does_not_wait_for_what_was_typed_before()
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        var schema = PayloadCase.Read(SchemaFormat.Avro, """{"type":"array","items":"int"}""");

        Should.Throw<OperationCanceledException>(() =>
            AnyPayload.Judge(schema, null, $"[{string.Join(',', Enumerable.Repeat("1", 5_000))}]", gone.Token)
        );
    }

    [Theory]
    [InlineData("""{"type":"record","name":"A","fields":[{"name":"a","type":"A"}]}""")]
    [InlineData("""{"type":"fixed","name":"F","size":2000000}""")]
    public void A_schema_without_a_value_that_fits_has_no_example(string schema) =>
        AnyPayload
            .Example(PayloadCase.Read(SchemaFormat.Avro, schema), message: null)
            .ShouldBeOfType<PayloadExample.Impossible>()
            .Why.ShouldStartWith("An example of this schema has no end");

    [Fact]
    public void An_example_of_what_grows_with_each_level_stays_small()
    {
        // Each record holds the next twice: written out it would have 2⁴⁰ parts.
        var schema = "\"string\"";
        for (var i = 0; i < 40; i++)
        {
            var again = i == 0 ? "\"string\"" : $"\"R{i - 1}\"";
            schema =
                $$"""{"type":"record","name":"R{{i}}","fields":[{"name":"a","type":["null",{{schema}}]},{"name":"b","type":["null",{{again}}]}]}""";
        }

        var read = PayloadCase.Read(SchemaFormat.Avro, schema);
        var made = AnyPayload.Example(read, message: null).ShouldBeOfType<PayloadExample.Made>();

        AnyPayload.Judge(read, null, made.Text, CancellationToken.None).ShouldBeOfType<PayloadVerdict.Valid>();
    }

    private static string Linked(int times) =>
        Enumerable.Range(0, times).Aggregate("{\"next\": null}", (inner, _) => $"{{\"next\": {{\"Link\": {inner}}}}}");
}
