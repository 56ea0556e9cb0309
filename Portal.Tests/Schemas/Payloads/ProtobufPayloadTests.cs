using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Portal.Schemas.Formats;
using Portal.Schemas.Payloads;

namespace Portal.Tests.Schemas.Payloads;

public sealed class ProtobufPayloadTests
{
    public static TheoryData<string> Names() => [.. PayloadCase.Protobuf.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_is_judged_with_path_place_and_rule(string name)
    {
        var (_, schema, sample, faults, _) = PayloadCase.Protobuf[name];

        PayloadCase
            .Found(PayloadCase.Judge(SchemaFormat.Protobuf, PayloadCase.Text(schema.GetString()!), sample))
            .ShouldBe(faults);
    }

    /// <summary>Protobuf's own parser, which nobody here wrote, on messages that it has code for.</summary>
    [Theory]
    [InlineData(
        "Type",
        """{"name": "a", "fields": [{"kind": "TYPE_STRING", "number": 3, "jsonName": "b"}], "syntax": "SYNTAX_PROTO3"}"""
    )]
    [InlineData("Type", """{"fields": [{"kind": "TYPE_NONE"}]}""")]
    [InlineData("Type", """{"fields": [{"kind": 5}], "syntax": 77}""")]
    [InlineData("Type", """{"fields": [{"number": "12", "oneof_index": 1e1, "packed": true}]}""")]
    [InlineData("Type", """{"fields": [{"number": 2147483648}]}""")]
    [InlineData("Type", """{"fields": [{"number": 1.5}]}""")]
    [InlineData("Type", """{"fields": [{"packed": "true"}]}""")]
    [InlineData("Type", """{"fields": [null]}""")]
    [InlineData("Type", """{"fields": {}}""")]
    [InlineData("Type", """{"oneofs": ["a", 1]}""")]
    [InlineData("Type", """{"sourceContext": {"fileName": "a"}, "name": null}""")]
    [InlineData("Type", """{"unknown": 1}""")]
    [InlineData("Timestamp", "\"2026-01-01T00:00:00Z\"")]
    [InlineData("Timestamp", "\"2026-01-01T00:00:00.123456789+14:00\"")]
    [InlineData("Timestamp", "\"2026-02-30T00:00:00Z\"")]
    [InlineData("Timestamp", "\"2026-01-01\"")]
    [InlineData("Timestamp", "1")]
    [InlineData("Duration", "\"-1.000000001s\"")]
    [InlineData("Duration", "\"315576000001s\"")]
    [InlineData("Duration", "\"1\"")]
    [InlineData("Int32Value", "\"7\"")]
    [InlineData("Int32Value", "2147483648")]
    [InlineData("UInt64Value", "\"18446744073709551615\"")]
    [InlineData("UInt64Value", "-1")]
    [InlineData("BoolValue", "\"true\"")]
    [InlineData("StringValue", "7")]
    [InlineData("BytesValue", "\"AAE=\"")]
    [InlineData("FloatValue", "\"NaN\"")]
    [InlineData("FloatValue", "1e300")]
    [InlineData("Struct", """{"a": [null, {"b": 1}]}""")]
    [InlineData("Struct", "[]")]
    [InlineData("ListValue", "[1]")]
    [InlineData("FieldMask", "\"a.bC,d\"")]
    [InlineData("Empty", "{}")]
    public void The_verdict_is_that_of_Protobufs_own_parser(string message, string sample)
    {
        var descriptor = DescriptorOf(message);
        var schema =
            $"syntax = \"proto3\"; import \"google/protobuf/{descriptor.File.Name.Split('/')[^1]}\"; message Holder {{ repeated google.protobuf.{message} held = 1; }}";

        var ours = PayloadCase.Judge(SchemaFormat.Protobuf, schema, $"{{\"held\": [{sample}]}}");

        (ours is PayloadVerdict.Valid).ShouldBe(
            Parses(sample, descriptor),
            $"{string.Join(", ", PayloadCase.Found(ours))}"
        );
    }

    [Fact]
    public void An_example_is_valid_for_every_message()
    {
        foreach (var file in new[] { "order.proto", "size.proto" })
        {
            var schema = PayloadCase.Read(SchemaFormat.Protobuf, PayloadCase.Text(file));
            foreach (var message in AnyPayload.Messages(schema))
            {
                var made = AnyPayload.Example(schema, message).ShouldBeOfType<PayloadExample.Made>();

                PayloadCase
                    .Found(AnyPayload.Judge(schema, message, made.Text, CancellationToken.None))
                    .ShouldBeEmpty(made.Text);
            }
        }
    }

    [Fact]
    public void A_message_is_chosen_by_its_name()
    {
        var text = PayloadCase.Text("order.proto");

        AnyPayload.Messages(PayloadCase.Read(SchemaFormat.Protobuf, text)).ShouldBe(["Order", "Line"]);
        PayloadCase.Found(PayloadCase.Judge(SchemaFormat.Protobuf, text, """{"sku": "a"}""", "Line")).ShouldBeEmpty();
        PayloadCase
            .Judge(SchemaFormat.Protobuf, text, "{}", "Lines")
            .ShouldBeOfType<PayloadVerdict.Unknown>()
            .Why.ShouldBe("There is no message Lines; it has Order, Line.");
        PayloadCase
            .Judge(SchemaFormat.Protobuf, "syntax = \"proto3\"; enum E { A = 0; }", "{}")
            .ShouldBeOfType<PayloadVerdict.Unknown>()
            .Why.ShouldBe("This schema declares no message.");
    }

    private static MessageDescriptor DescriptorOf(string message) =>
        new[]
        {
            TypeReflection.Descriptor,
            TimestampReflection.Descriptor,
            DurationReflection.Descriptor,
            WrappersReflection.Descriptor,
            StructReflection.Descriptor,
            FieldMaskReflection.Descriptor,
            EmptyReflection.Descriptor,
        }
            .SelectMany(file => file.MessageTypes)
            .Single(type => type.Name == message);

    private static bool Parses(string sample, MessageDescriptor descriptor)
    {
        try
        {
            JsonParser.Default.Parse(sample, descriptor);
            return true;
        }
        catch (Exception refused) when (refused is InvalidProtocolBufferException or InvalidJsonException)
        {
            return false;
        }
    }
}
