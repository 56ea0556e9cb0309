using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;
using Portal.Schemas.Text;

namespace Portal.Tests.Schemas.Decoding;

/// <summary>A field's default as a value; the schema was read, so it fits.</summary>
internal sealed class AvroDefaultValues(AvroSchema schema)
{
    public AvroValue Of(AvroType type, JsonPart json) =>
        (type, json) switch
        {
            (AvroPrimitive simple, _) => Of(simple.Kind, json),
            (AvroArray list, JsonList { Items: var items }) => new AvroValue.Items([
                .. items.Select(item => Of(list.Items, item)),
            ]),
            (AvroMap map, JsonObject made) => new AvroValue.Map([
                .. made.Members.Select(m => KeyValuePair.Create(m.Name, Of(map.Values, m.Value))),
            ]),
            (AvroUnion union, _) => Of(union.Branches.First(branch => AvroDefaults.Fits(schema, branch, json)), json),
            (AvroUse use, _) => Of(schema.Of(use), json),
            _ => throw new InvalidDataException($"{json.Word} isn't {type.Word}."),
        };

    private AvroValue Of(AvroNamed named, JsonPart json) =>
        (named, json) switch
        {
            (AvroEnum, JsonText symbol) => new AvroValue.Symbol(named.FullName, symbol.Value),
            (AvroFixed, JsonText text) => new AvroValue.Fixed(named.FullName, Bytes(text)),
            (AvroRecord record, JsonObject made) => new AvroValue.Record(
                named.FullName,
                [
                    .. record.Fields.Select(field =>
                        KeyValuePair.Create(field.Name, Of(field.Type, made[field.Name] ?? field.Default!))
                    ),
                ]
            ),
            _ => throw new InvalidDataException($"{json.Word} isn't {named.Word}."),
        };

    private static AvroValue Of(AvroKind kind, JsonPart json) =>
        (kind, json) switch
        {
            (AvroKind.Boolean, JsonTruth truth) => new AvroValue.Truth(truth.Value),
            (AvroKind.Int, JsonNumber n) => new AvroValue.Int(int.Parse(n.Raw, CultureInfo.InvariantCulture)),
            (AvroKind.Long, JsonNumber n) => new AvroValue.Long(long.Parse(n.Raw, CultureInfo.InvariantCulture)),
            (AvroKind.Float, _) => new AvroValue.Single((float)Number(json)),
            (AvroKind.Double, _) => new AvroValue.Double(Number(json)),
            (AvroKind.Bytes, JsonText text) => new AvroValue.Bytes(Bytes(text)),
            (AvroKind.String, JsonText text) => new AvroValue.Text(text.Value),
            _ => new AvroValue.Nothing(),
        };

    private static double Number(JsonPart json) =>
        double.Parse(json is JsonNumber n ? n.Raw : ((JsonText)json).Value, CultureInfo.InvariantCulture);

    private static ImmutableArray<byte> Bytes(JsonText text) => [.. Encoding.Latin1.GetBytes(text.Value)];
}
