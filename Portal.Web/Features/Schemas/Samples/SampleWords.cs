using Portal.Core.Schemas;
using Portal.Core.Wording;

namespace Portal.Web.Features.Schemas.Samples;

/// <summary>Which JSON a sample has to be: each language has an encoding of its own.</summary>
internal static class SampleWords
{
    // A zero byte and four of the id, as the registry's clients write them.
    private const int Prefix = 5;

    public static IReadOnlyList<string> Encoding(SchemaType type) =>
        type switch
        {
            SchemaType.Avro =>
            [
                "Avro's JSON encoding, not plain JSON.",
                "A value of a union names its branch: {\"string\": \"a\"} or {\"com.example.Order\": { … }}; null stays null.",
                "Every field is there, also those with a default.",
                "Bytes and fixed are text, one character from \\u0000 to \\u00ff for each byte. Dates and times are numbers.",
            ],
            SchemaType.Protobuf =>
            [
                "Protobuf's JSON.",
                "Fields go by their name in lowerCamelCase, or as the schema declares it; null leaves a field out.",
                "64-bit numbers may be in quotes, bytes are base64, enums go by name, times are text such as “2026-01-01T00:00:00Z”.",
            ],
            _ =>
            [
                "Plain JSON, as it is in the message.",
                "“format” describes only and isn't checked, as the standard has it.",
            ],
        };

    public static string Hint(SchemaType type) =>
        type switch
        {
            SchemaType.Avro => "e.g. { \"id\": \"a\", \"note\": { \"string\": \"b\" } }",
            SchemaType.Protobuf => "e.g. { \"orderId\": \"a\", \"total\": \"5\" }",
            _ => "e.g. { \"id\": \"a\", \"total\": 5 }",
        };

    public static string Size(int bytes) =>
        $" It takes {Quantity.Of(bytes, "byte", "bytes")} in Avro's binary encoding, {Quantity.Of(bytes + Prefix, "byte", "bytes")} with the schema's id in front.";

    /// <summary>What a version is, beside its number.</summary>
    public static string Mark(SeenSchema version, SchemaDetails of) =>
        version.GoneAt is not null ? " (deleted)"
        : version.Version == of.Newest?.Version ? " (newest)"
        : "";
}
