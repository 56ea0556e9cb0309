using FsCheck;
using FsCheck.Fluent;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;
using Portal.Schemas.Formats;
using Portal.Schemas.Payloads;

namespace Portal.Tests.Schemas.Payloads;

public sealed class AvroPayloadTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    public static TheoryData<string> Names() => [.. PayloadCase.Avro.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_is_judged_with_path_place_and_rule(string name)
    {
        var (_, schema, sample, faults, _) = PayloadCase.Avro[name];

        PayloadCase.Found(PayloadCase.Judge(SchemaFormat.Avro, schema.GetRawText(), sample)).ShouldBe(faults);
    }

    [Theory]
    [InlineData(
        """["null","string"]""",
        "\"a\"",
        """A value of a union names its branch: write {"string": "a"} instead of "a"."""
    )]
    [InlineData("""["null","string"]""", "{\"int\": 1}", """Expected null, {"string": …}, found an object.""")]
    [InlineData("\"long\"", "\"5\"", "Expected long, a number without quotes, found the text “5”.")]
    [InlineData(
        """{"type":"long","logicalType":"timestamp-millis"}""",
        "\"now\"",
        "Expected timestamp-millis (long), the milliseconds since 1970-01-01 as a number, found the text “now”."
    )]
    [InlineData(
        """{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":1}]}""",
        "{}",
        "“a” is missing; expected int. Its default is for readers only: what is written has every field."
    )]
    [InlineData(
        """{"type":"record","name":"R","fields":[{"name":"unit_price","type":"int"}]}""",
        "{\"unitPrice\":1, \"unit_price\":2}",
        "Record R has no field “unitPrice”. Did you mean “unit_price”?"
    )]
    [InlineData(
        """{"type":"enum","name":"E","symbols":["A","B"]}""",
        "\"C\"",
        "Expected one of A, B, found the text “C”."
    )]
    public void A_fault_says_what_was_expected(string schema, string sample, string words) =>
        PayloadCase
            .Judge(SchemaFormat.Avro, schema, sample)
            .ShouldBeOfType<PayloadVerdict.Invalid>()
            .Faults[0]
            .Message.ShouldBe(words);

    [Fact]
    public void A_valid_sample_has_the_size_that_its_bytes_have() =>
        Prop.ForAll(
                Seeds,
                seed =>
                {
                    var samples = new AvroSamples(seed);
                    var text = samples.Schema();
                    var schema = AvroReading.Read(text).ShouldBeOfType<AvroRead.Fine>().Schema;
                    var value = samples.Value(schema);

                    return PayloadCase.Judge(SchemaFormat.Avro, text, AvroJson.Of(schema, value))
                            is PayloadVerdict.Valid valid
                        && valid.Bytes == AvroOutput.Write(schema, value).Length;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void An_example_is_valid_or_the_schema_has_no_value() =>
        Prop.ForAll(
                Seeds,
                seed =>
                {
                    var schema = PayloadCase.Read(SchemaFormat.Avro, new AvroSamples(seed).Schema());
                    return AnyPayload.Example(schema, message: null) is PayloadExample.Made made
                        && AnyPayload.Judge(schema, null, made.Text, CancellationToken.None) is PayloadVerdict.Valid;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
