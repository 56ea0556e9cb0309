using System.Globalization;
using Portal.Schemas.Json.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>Keywords that bound a value: a reader's bound may be looser than the writer's, and never tighter.</summary>
internal static class JsonBounds
{
    private static readonly (string Keyword, string[] Types, bool IsUpper)[] All =
    [
        ("maxLength", ["string"], true),
        ("minLength", ["string"], false),
        ("maximum", ["number", "integer"], true),
        ("minimum", ["number", "integer"], false),
        ("exclusiveMaximum", ["number", "integer"], true),
        ("exclusiveMinimum", ["number", "integer"], false),
        ("maxItems", ["array"], true),
        ("minItems", ["array"], false),
        ("maxProperties", ["object"], true),
        ("minProperties", ["object"], false),
    ];

    private static readonly (string Bound, string Exclusive)[] Exclusives =
    [
        ("maximum", "exclusiveMaximum"),
        ("minimum", "exclusiveMinimum"),
    ];

    /// <summary>A sentence for each bound that is tighter for the reader.</summary>
    public static IEnumerable<string> Tighter(JsonSchemaNode reader, JsonSchemaNode writer)
    {
        foreach (var (keyword, types, isUpper) in All)
        {
            if (
                writer.Types.Intersect(types).Any()
                && reader.Number(keyword) is { } bound
                && !(writer.Number(keyword) is { } before && (isUpper ? before <= bound : before >= bound))
            )
            {
                yield return Sentence(keyword, bound, writer.Number(keyword));
            }
        }

        // Draft 4 writes true beside the bound; a bound that is itself tighter is named above.
        foreach (var (bound, exclusive) in Exclusives.Where(one => IsNew(one.Exclusive, reader, writer)))
        {
            if (reader.Number(bound) is { } limit && writer.Number(bound) == limit && writer.Types.Any(IsNumber))
            {
                yield return $"“{exclusive}” is true now and wasn't before";
            }
        }

        if (reader.Number("multipleOf") is { } step && !IsMultiple(writer, reader))
        {
            yield return Sentence("multipleOf", step, writer.Number("multipleOf"));
        }

        if (reader.Word("pattern") is { } pattern && pattern != writer.Word("pattern"))
        {
            yield return writer.Word("pattern") is { } before
                ? $"“pattern” is {pattern} now and was {before}"
                : $"“pattern” is {pattern} now and there was none";
        }

        if (IsNew("uniqueItems", reader, writer))
        {
            yield return "its items have to be unique now";
        }
    }

    private static bool IsNew(string keyword, JsonSchemaNode reader, JsonSchemaNode writer) =>
        reader[keyword] is JsonTruth { Value: true } && writer[keyword] is not JsonTruth { Value: true };

    private static bool IsNumber(string type) => type is "number" or "integer";

    // As a double 0.1 is no multiple of 0.01. What is too small for a decimal is 0 as one.
    private static bool IsMultiple(JsonSchemaNode writer, JsonSchemaNode reader) =>
        (JsonNumbers.Exact(writer["multipleOf"]), JsonNumbers.Exact(reader["multipleOf"])) is ({ } wide, { } step)
        && wide != 0
        && step != 0
            ? wide % step == 0
            : writer.Number("multipleOf") % reader.Number("multipleOf") == 0;

    private static string Sentence(string keyword, double now, double? before) =>
        before is { } was
            ? $"“{keyword}” is {Written(now)} now and was {Written(was)}"
            : $"“{keyword}” is {Written(now)} now and there was none";

    private static string Written(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
