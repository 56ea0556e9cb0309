using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Protobuf.Payloads;

/// <summary>Types of Protobuf's own that have a JSON of their own.</summary>
internal static partial class ProtobufWellKnown
{
    private const string Package = ".google.protobuf.";

    private static readonly FrozenDictionary<string, Action<JsonPart, string, PayloadWork>> Known = new Dictionary<
        string,
        (string Expected, Func<JsonPart, bool> Fits)
    >(StringComparer.Ordinal)
    {
        ["Timestamp"] = ("a time such as “2026-01-01T00:00:00Z”", json => json is JsonText text && IsTime(text.Value)),
        ["Duration"] = (
            "a duration in seconds such as “1.5s”",
            json => json is JsonText text && IsDuration(text.Value)
        ),
        ["FieldMask"] = (
            "paths such as “user.displayName,photo”",
            json => json is JsonText text && Mask().IsMatch(text.Value)
        ),
        ["Struct"] = ("an object", json => json is JsonObject),
        ["ListValue"] = ("an array", json => json is JsonList),
        ["Value"] = ("anything", _ => true),
        ["Empty"] = ("an empty object", json => json is JsonObject { Members: [] }),
        ["Any"] = (
            "an object with “@type”",
            json => json is JsonObject made && (made.Members is [] || made["@type"] is JsonText)
        ),
        ["BoolValue"] = ("true or false", json => json is JsonTruth),
        ["StringValue"] = ("a text in quotes", json => json is JsonText),
        ["BytesValue"] = (
            "bytes as base64 text",
            json => json is JsonText text && ProtobufScalars.IsBase64(text.Value)
        ),
        ["DoubleValue"] = ("a number", json => ProtobufScalars.IsReal(json, double.MaxValue)),
        ["FloatValue"] = ("a number", json => ProtobufScalars.IsReal(json, float.MaxValue)),
        ["Int32Value"] = ("a whole number of 32 bits", json => IsWhole(json, int.MinValue, int.MaxValue)),
        ["UInt32Value"] = ("a whole number from 0, of 32 bits", json => IsWhole(json, 0, uint.MaxValue)),
        ["Int64Value"] = ("a whole number of 64 bits", json => IsWhole(json, long.MinValue, long.MaxValue)),
        ["UInt64Value"] = ("a whole number from 0, of 64 bits", json => IsWhole(json, 0, ulong.MaxValue)),
    }.ToFrozenDictionary(
        type => type.Key,
        type => Checking(type.Key, type.Value.Expected, type.Value.Fits),
        StringComparer.Ordinal
    );

    /// <summary>Null: the type is written as its fields are.</summary>
    public static Action<JsonPart, string, PayloadWork>? Of(ProtobufType type) =>
        type.FullName.StartsWith(Package, StringComparison.Ordinal)
            ? Known.GetValueOrDefault(type.FullName[Package.Length..])
            : null;

    /// <summary>null is a value of it, and doesn't leave it out.</summary>
    public static bool TakesNull(ProtobufType type) => type.FullName is $"{Package}Value" or $"{Package}NullValue";

    private static Action<JsonPart, string, PayloadWork> Checking(
        string type,
        string expected,
        Func<JsonPart, bool> fits
    ) =>
        (json, path, work) =>
        {
            if (type == "Any")
            {
                work.Notes.Add("What an Any holds isn't checked.");
            }

            if (!fits(json))
            {
                work.Add(path, json, type, $"Expected {expected}, found {PayloadWords.Found(json)}.");
            }
        };

    private static bool IsTime(string text) =>
        Time().IsMatch(text)
        && DateTimeOffset.TryParse(
            // .NET keeps seven digits of a second.
            Fraction().Replace(text, ""),
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        );

    private static bool IsDuration(string text) =>
        Duration().IsMatch(text)
        && decimal.Parse(text[..^1], CultureInfo.InvariantCulture) is >= -315_576_000_000 and <= 315_576_000_000;

    private static bool IsWhole(JsonPart json, decimal least, decimal most) =>
        (json as JsonNumber)?.Raw is var raw
        && decimal.TryParse(
            raw ?? (json as JsonText)?.Value,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number
        )
        && decimal.IsInteger(number)
        && number >= least
        && number <= most;

    [GeneratedRegex(
        @"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\z",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Time();

    [GeneratedRegex(@"\.\d+", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\A-?\d{1,12}(\.\d{1,9})?s\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\A([a-zA-Z0-9.]+(,[a-zA-Z0-9.]+)*)?\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Mask();
}
