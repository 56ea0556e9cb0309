using System.Globalization;
using System.Text;
using Portal.Schemas.Avro.Data;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro.Payloads;

/// <summary>Values without parts in the "JSON Encoding": bytes and fixed are text, with a character from 0 to 255 for each byte.</summary>
internal static class AvroScalars
{
    public static AvroValue? Read(AvroPrimitive type, JsonPart json, string path, PayloadWork work)
    {
        switch (type.Kind, json)
        {
            case (AvroKind.Null, JsonNothing):
                return new AvroValue.Nothing();
            case (AvroKind.Boolean, JsonTruth truth):
                return new AvroValue.Truth(truth.Value);
            case (AvroKind.Int, JsonNumber number) when Whole<int>(number.Raw) is { } whole:
                return new AvroValue.Int(whole);
            case (AvroKind.Long, JsonNumber number) when Whole<long>(number.Raw) is { } whole:
                return new AvroValue.Long(whole);
            case (AvroKind.Float, _) when Real(json) is { } real && IsWithin((float)real, json):
                return new AvroValue.Single((float)real);
            case (AvroKind.Double, _) when Real(json) is { } real && IsWithin(real, json):
                return new AvroValue.Double(real);
            case (AvroKind.String, JsonText text):
                return new AvroValue.Text(text.Value);
            case (AvroKind.Bytes, JsonText text):
                return AreBytes(text, path, work)
                    ? new AvroValue.Bytes([.. Encoding.Latin1.GetBytes(text.Value)])
                    : null;
            case (_, JsonNumber) when type.Kind is AvroKind.Int or AvroKind.Long or AvroKind.Float or AvroKind.Double:
                work.Add(path, json, "range", $"Expected {Range(type)}, found {PayloadWords.Found(json)}.");
                return null;
            default:
                work.Add(path, json, "type", $"Expected {Expected(type)}, found {PayloadWords.Found(json)}.");
                return null;
        }
    }

    public static AvroValue.Fixed? Fixed(AvroFixed type, JsonText text, string path, PayloadWork work)
    {
        if (text.Value.Length != type.Size)
        {
            work.Add(
                path,
                text,
                "size",
                $"Expected {type.Word}: {type.Size} characters, one for each byte, found {text.Value.Length}."
            );
            return null;
        }

        return AreBytes(text, path, work)
            ? new AvroValue.Fixed(type.FullName, [.. Encoding.Latin1.GetBytes(text.Value)])
            : null;
    }

    private static bool AreBytes(JsonText text, string path, PayloadWork work)
    {
        var wide = text.Value.FirstOrDefault(c => c > 'ÿ');
        if (wide != default)
        {
            work.Add(
                path,
                text,
                "bytes",
                $"Bytes are written as characters \\u0000 to \\u00ff, one for each byte; \\u{(int)wide:x4} is none of them."
            );
        }

        return wide == default;
    }

    private static T? Whole<T>(string raw)
        where T : struct, System.Numerics.INumber<T> =>
        T.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    private static double? Real(JsonPart json) =>
        json switch
        {
            JsonNumber number => double.Parse(number.Raw, CultureInfo.InvariantCulture),
            JsonText { Value: "NaN" } => double.NaN,
            JsonText { Value: "Infinity" } => double.PositiveInfinity,
            JsonText { Value: "-Infinity" } => double.NegativeInfinity,
            _ => null,
        };

    private static bool IsWithin(double real, JsonPart json) => json is JsonText || double.IsFinite(real);

    private static string Range(AvroPrimitive type) =>
        type.Kind switch
        {
            AvroKind.Int => $"{type.Word}, a whole number from −2,147,483,648 to 2,147,483,647",
            AvroKind.Long => $"{type.Word}, a whole number of at most 64 bits",
            _ => $"a number that a {type.Name} can hold",
        };

    private static string Expected(AvroPrimitive type) =>
        type.Word
        + (type.Logical?.Name, type.Kind) switch
        {
            ("date", _) => ", the days since 1970-01-01 as a number",
            ("time-millis", _) => ", the milliseconds since midnight as a number",
            ("time-micros", _) => ", the microseconds since midnight as a number",
            ({ } name, AvroKind.Long) when name.EndsWith("-millis", StringComparison.Ordinal) =>
                ", the milliseconds since 1970-01-01 as a number",
            ({ } name, AvroKind.Long) when name.EndsWith("-micros", StringComparison.Ordinal) =>
                ", the microseconds since 1970-01-01 as a number",
            ({ } name, AvroKind.Long) when name.EndsWith("-nanos", StringComparison.Ordinal) =>
                ", the nanoseconds since 1970-01-01 as a number",
            ("decimal", _) => ", the unscaled value's bytes as text, one character for each",
            (_, AvroKind.Bytes) => " as text, one character for each byte",
            (_, AvroKind.String) => " in quotes",
            (_, AvroKind.Boolean) => ", true or false",
            (_, AvroKind.Null) => "",
            _ => ", a number without quotes",
        };
}
