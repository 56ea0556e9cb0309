using System.Globalization;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro;

/// <summary>"Logical Types". One that doesn't fit the type below is ignored, as the specification says.</summary>
internal static class AvroLogicals
{
    /// <param name="kind">The type below; null for a fixed, which has a <paramref name="size"/>.</param>
    public static AvroLogical? Of(JsonObject json, AvroKind? kind, int? size)
    {
        if (json["logicalType"] is not JsonText name)
        {
            return null;
        }

        var fits = (name.Value, kind, size) switch
        {
            ("decimal", AvroKind.Bytes, _) or ("decimal", null, _) => Whole(json["precision"]) is > 0,
            ("uuid", AvroKind.String, _) or ("uuid", null, 16) or ("duration", null, 12) => true,
            ("date" or "time-millis", AvroKind.Int, _) => true,
            ("time-micros", AvroKind.Long, _) => true,
            (
                "timestamp-millis"
                    or "timestamp-micros"
                    or "timestamp-nanos"
                    or "local-timestamp-millis"
                    or "local-timestamp-micros"
                    or "local-timestamp-nanos",
                AvroKind.Long,
                _
            ) => true,
            _ => false,
        };
        return (fits, name.Value) switch
        {
            (false, _) => null,
            (_, "decimal") => new AvroLogical("decimal", Whole(json["precision"]), Whole(json["scale"]) ?? 0),
            _ => new AvroLogical(name.Value),
        };
    }

    private static int? Whole(JsonPart? json) =>
        json is JsonNumber number
        && int.TryParse(number.Raw, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : null;
}
