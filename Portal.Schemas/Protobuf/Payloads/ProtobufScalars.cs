using System.Globalization;
using System.Numerics;
using Google.Protobuf.Reflection;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;
using Kind = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace Portal.Schemas.Protobuf.Payloads;

/// <summary>Values without fields: numbers may be written in quotes, bytes are base64, enums go by name or number.</summary>
internal sealed class ProtobufScalars(PayloadWork work, bool areEnumsOpen)
{
    private const NumberStyles Real =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public void Check(FieldDescriptorProto field, JsonPart json, string path)
    {
        var (fits, rule) = field.Type switch
        {
            Kind.String => (json is JsonText, "type"),
            Kind.Bytes => (json is JsonText text && IsBase64(text.Value), json is JsonText ? "base64" : "type"),
            Kind.Bool => (json is JsonTruth, "type"),
            Kind.Float => (IsReal(json, float.MaxValue), Rule(json)),
            Kind.Double => (IsReal(json, double.MaxValue), Rule(json)),
            _ => (IsWhole(field.Type, json), Rule(json)),
        };
        if (!fits)
        {
            work.Add(path, json, rule, $"Expected {Word(field.Type)}, found {PayloadWords.Found(json)}.");
        }
    }

    public void Choice(EnumDescriptorProto choice, JsonPart json, string path)
    {
        var fits = json switch
        {
            JsonText name => choice.Value.Any(value => value.Name == name.Value),
            JsonNumber number => Whole(number.Raw) is { } whole
                && whole >= int.MinValue
                && whole <= int.MaxValue
                && (areEnumsOpen || choice.Value.Any(value => value.Number == whole)),
            _ => false,
        };
        if (!fits)
        {
            work.Add(
                path,
                json,
                "enum",
                $"Expected one of {PayloadWords.Choices([.. choice.Value.Select(value => value.Name)])}, found {PayloadWords.Found(json)}."
            );
        }
    }

    /// <summary>A map's keys are written as texts, whatever they are.</summary>
    public void Key(FieldDescriptorProto field, JsonMember member, string path)
    {
        var fits = field.Type switch
        {
            Kind.String => true,
            Kind.Bool => member.Name is "true" or "false",
            _ => IsWhole(field.Type, new JsonText(member.Name, 0)),
        };
        if (!fits)
        {
            work.Add(
                new(
                    path,
                    member.Offset,
                    "key",
                    $"Expected {Word(field.Type)} as the key, found “{PayloadWords.Cut(member.Name)}”."
                )
            );
        }
    }

    private static bool IsWhole(Kind type, JsonPart json)
    {
        var (least, most) = type switch
        {
            Kind.Int32 or Kind.Sint32 or Kind.Sfixed32 => ((BigInteger)int.MinValue, (BigInteger)int.MaxValue),
            Kind.Uint32 or Kind.Fixed32 => (0, uint.MaxValue),
            Kind.Uint64 or Kind.Fixed64 => (0, ulong.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        return Written(json) is { } raw && Whole(raw) is { } whole && whole >= least && whole <= most;
    }

    // 1e5 and 1.0 are whole numbers too.
    private static BigInteger? Whole(string raw) =>
        decimal.TryParse(raw, Real, CultureInfo.InvariantCulture, out var number) && decimal.IsInteger(number)
            ? new BigInteger(number)
            : null;

    internal static bool IsReal(JsonPart json, double most) =>
        json is JsonText { Value: "NaN" or "Infinity" or "-Infinity" }
        || Written(json) is { } raw
            && double.TryParse(raw, Real, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= most;

    private static string? Written(JsonPart json) =>
        json switch
        {
            JsonNumber number => number.Raw,
            JsonText text => text.Value,
            _ => null,
        };

    // With or without padding, and in the alphabet for addresses too.
    internal static bool IsBase64(string text)
    {
        var bare = text.TrimEnd('=');
        return text.Length - bare.Length <= 2
            && bare.Length % 4 != 1
            && bare.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_');
    }

    private static string Rule(JsonPart json) => json is JsonNumber or JsonText ? "range" : "type";

    private static string Word(Kind type) =>
        type switch
        {
            Kind.Bytes => "bytes as base64 text",
            Kind.String => "string, a text in quotes",
            Kind.Bool => "bool, true or false",
            Kind.Float or Kind.Double =>
                $"{type.ToString().ToLowerInvariant()}, a number, “NaN”, “Infinity” or “-Infinity”",
            Kind.Uint32 or Kind.Fixed32 or Kind.Uint64 or Kind.Fixed64 =>
                $"{type.ToString().ToLowerInvariant()}, a whole number from 0",
            _ =>
                $"{type.ToString().ToLowerInvariant()}, a whole number of at most {(type.ToString().EndsWith("32", StringComparison.Ordinal) ? 32 : 64)} bits",
        };
}
