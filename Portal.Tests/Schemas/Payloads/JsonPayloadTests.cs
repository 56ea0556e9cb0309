using Portal.Schemas.Formats;
using Portal.Schemas.Payloads;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas.Payloads;

public sealed class JsonPayloadTests
{
    public static TheoryData<string> Names() => [.. PayloadCase.Json.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_is_judged_with_path_place_and_rule(string name)
    {
        var (_, schema, sample, faults, _) = PayloadCase.Json[name];

        PayloadCase.Found(PayloadCase.Judge(SchemaFormat.Json, schema.GetRawText(), sample)).ShouldBe(faults);
    }

    [Theory]
    [InlineData(
        """{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}""",
        "{}",
        "“id” is missing; expected string."
    )]
    [InlineData(
        """{"properties":{"a":{}},"additionalProperties":false}""",
        "{\"b\":1}",
        "No property “b” is allowed here; expected a."
    )]
    [InlineData("""{"enum":["a",1]}""", "2", "Expected one of \"a\", 1, found the number 2.")]
    [InlineData("""{"exclusiveMinimum":0}""", "0", "Expected more than 0, found the number 0.")]
    [InlineData(
        """{"anyOf":[{"title":"Card","required":["number"]},{"title":"Cash","type":"string"}]}""",
        "{}",
        "Fits none of the 2 alternatives. The nearest is Card; what it lacks for that follows."
    )]
    public void A_fault_says_what_was_expected(string schema, string sample, string words) =>
        PayloadCase
            .Judge(SchemaFormat.Json, schema, sample)
            .ShouldBeOfType<PayloadVerdict.Invalid>()
            .Faults[0]
            .Message.ShouldBe(words);

    [Theory]
    [InlineData(
        """{"type":"string","format":"date"}""",
        "\"x\"",
        "“format” describes only: whether a text is date isn't checked."
    )]
    [InlineData("""{"pattern":"\\p{Script=Greek}"}""", "\"x\"", "The pattern \\p{Script=Greek} can't be checked here.")]
    [InlineData(
        """{"pattern":"^(?!b)(a+)+$"}""",
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"",
        "The pattern ^(?!b)(a+)+$ can't be checked here."
    )]
    [InlineData("""{"$dynamicRef":"#a"}""", "1", "“$dynamicRef” isn't followed.")]
    public void What_is_not_checked_is_named(string schema, string sample, string note) =>
        PayloadCase
            .Judge(SchemaFormat.Json, schema, sample)
            .ShouldBeOfType<PayloadVerdict.Valid>()
            .Notes.ShouldBe([note]);

    [ClusterFact]
    public void A_schema_that_asks_for_endless_work_is_given_up()
    {
        // Each level looks at both halves of the one below, on every item.
        var levels = Enumerable
            .Range(0, 40)
            .Select(i =>
                $"\"l{i}\":{{\"allOf\":[{{\"$ref\":\"#/$defs/l{i + 1}\"}},{{\"$ref\":\"#/$defs/l{i + 1}\",\"title\":\"again\"}}]}}"
            );
        var schema = $$"""{"$ref":"#/$defs/l0","$defs":{ {{string.Join(',', levels)}},"l40":true} }""";

        PayloadCase
            .Judge(SchemaFormat.Json, schema, "1")
            .ShouldBeOfType<PayloadVerdict.Unknown>()
            .Why.ShouldStartWith("Checking this sample takes too many steps");
    }

    [Theory]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""")]
    public void References_in_a_circle_end(string schema) =>
        PayloadCase.Judge(SchemaFormat.Json, schema, "1").ShouldBeOfType<PayloadVerdict.Valid>();

    [Theory]
    [InlineData(
        """{"type":"object","properties":{"id":{"type":"string"},"at":{"type":"string","format":"date-time"},"n":{"type":"integer","minimum":3},"next":{"$ref":"#"}},"required":["id","at"],"additionalProperties":false}"""
    )]
    [InlineData(
        """{"type":"object","properties":{"code":{"type":"string","pattern":"^[A-Z]{3}$"},"tags":{"type":"array","items":{"type":"string"},"minItems":2,"uniqueItems":true}}}"""
    )]
    [InlineData(
        """{"oneOf":[{"type":"object","properties":{"kind":{"const":"card"}},"required":["kind"]},{"type":"null"}]}"""
    )]
    [InlineData(
        """{"type":"array","prefixItems":[{"type":"number","exclusiveMaximum":0},{"enum":["x"]}],"items":{"type":"boolean"}}"""
    )]
    [InlineData("""{"type":"integer","multipleOf":7,"minimum":8}""")]
    [InlineData("""{"type":["null","string"],"minLength":20}""")]
    [InlineData(
        """{"allOf":[{"$ref":"#/$defs/a"},{"properties":{"b":{"type":"boolean"}}}],"$defs":{"a":{"type":"object","properties":{"a":{"type":"number"}},"required":["a"]}}}"""
    )]
    public void An_example_is_valid(string schema)
    {
        var read = PayloadCase.Read(SchemaFormat.Json, schema);

        var made = AnyPayload.Example(read, message: null).ShouldBeOfType<PayloadExample.Made>();

        PayloadCase.Found(AnyPayload.Judge(read, null, made.Text, CancellationToken.None)).ShouldBeEmpty(made.Text);
    }
}
