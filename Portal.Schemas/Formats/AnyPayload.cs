using System.Text.Json;
using Portal.Schemas.Avro.Payloads;
using Portal.Schemas.Json.Payloads;
using Portal.Schemas.Payloads;
using Portal.Schemas.Protobuf.Payloads;

namespace Portal.Schemas.Formats;

/// <summary>JSON samples of messages, whatever the schema's format. Each format has an encoding of its own.</summary>
public static class AnyPayload
{
    /// <summary>The characters that a sample may have.</summary>
    public const int Longest = PayloadReading.Longest;

    /// <summary>The names of the messages that a sample may be one of, the one it is taken for first; none: the schema is of one.</summary>
    public static IReadOnlyList<string> Messages(AnySchema schema) =>
        schema is AnySchema.OfProtobuf protobuf ? ProtobufMessages.Of(protobuf.Schema) : [];

    /// <param name="message">One of <see cref="Messages"/>; null: the first.</param>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public static PayloadVerdict Judge(AnySchema schema, string? message, string sample, CancellationToken stop) =>
        schema switch
        {
            AnySchema.OfAvro avro => AvroPayload.Judge(avro.Schema, sample, stop),
            AnySchema.OfProtobuf protobuf => ProtobufPayload.Judge(protobuf.Schema, message, sample, stop),
            AnySchema.OfJson json => JsonPayload.Judge(json.Schema, sample, stop),
            _ => throw new InvalidOperationException(schema.GetType().Name),
        };

    /// <summary>A sample to start from, as valid as could be made.</summary>
    public static PayloadExample Example(AnySchema schema, string? message)
    {
        try
        {
            return Made(schema, message);
        }
        // Bounds beyond what numbers hold, or values nested beyond what is read.
        catch (Exception beyond) when (beyond is OverflowException or ArgumentException or JsonException)
        {
            return new PayloadExample.Impossible(
                "No example can be made of this schema: it has bounds that no sample meets."
            );
        }
    }

    private static PayloadExample Made(AnySchema schema, string? message) =>
        schema switch
        {
            AnySchema.OfAvro avro => AvroExample.Of(avro.Schema),
            AnySchema.OfProtobuf protobuf => ProtobufExample.Of(protobuf.Schema, message),
            AnySchema.OfJson json => JsonExample.Of(json.Schema),
            _ => throw new InvalidOperationException(schema.GetType().Name),
        };
}
