using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;

namespace Portal.Tests.Schemas.Payloads;

/// <summary>A value in Avro's "JSON Encoding".</summary>
internal static class AvroJson
{
    public static string Of(AvroSchema schema, AvroValue value) =>
        Json(schema, schema.Root, value)?.ToJsonString() ?? "null";

    private static JsonNode? Json(AvroSchema schema, AvroType type, AvroValue value) =>
        (type, value) switch
        {
            (AvroUnion, AvroValue.Nothing) => null,
            (AvroUnion union, _) => union.Branches[AvroBranch.Of(schema, union, value)] is var branch
                ? new JsonObject { [Name(branch)] = Json(schema, branch, value) }
                : null,
            (AvroArray list, AvroValue.Items items) => new JsonArray([
                .. items.Value.Select(item => Json(schema, list.Items, item)),
            ]),
            (AvroMap map, AvroValue.Map entries) => new JsonObject(
                entries.Value.Select(e => KeyValuePair.Create(e.Key, Json(schema, map.Values, e.Value)))
            ),
            (AvroUse use, AvroValue.Record made) => new JsonObject(
                ((AvroRecord)schema.Of(use)).Fields.Zip(
                    made.Fields,
                    (field, part) => KeyValuePair.Create(field.Name, Json(schema, field.Type, part.Value))
                )
            ),
            _ => value switch
            {
                AvroValue.Nothing => null,
                AvroValue.Truth truth => truth.Value,
                AvroValue.Int n => n.Value,
                AvroValue.Long n => n.Value,
                AvroValue.Single n => Real(n.Value),
                AvroValue.Double n => Real(n.Value),
                AvroValue.Bytes bytes => Encoding.Latin1.GetString(bytes.Value.AsSpan()),
                AvroValue.Fixed bytes => Encoding.Latin1.GetString(bytes.Value.AsSpan()),
                AvroValue.Symbol symbol => symbol.Value,
                AvroValue.Text text => text.Value,
                _ => throw new InvalidOperationException($"{value} isn't of {type.Word}."),
            },
        };

    private static JsonNode Real(double real) =>
        double.IsFinite(real)
            ? JsonValue.Create(real)
            : JsonSerializer.SerializeToNode(
                double.IsNaN(real) ? "NaN"
                : real > 0 ? "Infinity"
                : "-Infinity"
            )!;

    private static string Name(AvroType branch) =>
        branch switch
        {
            AvroPrimitive simple => simple.Name,
            AvroArray => "array",
            AvroMap => "map",
            _ => ((AvroUse)branch).FullName,
        };
}
