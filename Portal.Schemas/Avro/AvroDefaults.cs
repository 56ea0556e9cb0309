using System.Globalization;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro;

/// <summary>
/// Whether each field's default can be a value of its type ("Complex Types", table of field defaults). For a union it
/// may be of any branch, as since Avro 1.12.
/// </summary>
internal sealed class AvroDefaults(AvroSchema schema, AvroFaults faults)
{
    public void Check()
    {
        foreach (var record in schema.Names.Values.OfType<AvroRecord>())
        {
            foreach (var field in record.Fields)
            {
                if (field.Default is { } value && !Fits(schema, field.Type, value))
                {
                    faults.Add(
                        $"The default of {record.ShortName}.{field.Name} is {value.Word}, which isn't {field.Type.Word}.",
                        value
                    );
                }
            }
        }
    }

    public static bool Fits(AvroSchema schema, AvroType type, JsonPart value) =>
        type switch
        {
            AvroPrimitive simple => Fits(simple.Kind, value),
            AvroArray list => value is JsonList { Items: var items }
                && items.All(item => Fits(schema, list.Items, item)),
            AvroMap map => value is JsonObject made
                && made.Members.All(member => Fits(schema, map.Values, member.Value)),
            AvroUnion union => union.Branches.Any(branch => Fits(schema, branch, value)),
            AvroUse use => Fits(schema, schema.Of(use), value),
            _ => false,
        };

    private static bool Fits(AvroSchema schema, AvroNamed named, JsonPart value) =>
        named switch
        {
            AvroEnum choice => value is JsonText symbol && choice.Symbols.Contains(symbol.Value),
            AvroFixed bytes => value is JsonText text && text.Value.Length == bytes.Size && AreBytes(text),
            AvroRecord record => value is JsonObject made
                && record.Fields.All(field =>
                    made[field.Name] is { } part ? Fits(schema, field.Type, part) : field.Default is not null
                ),
            _ => false,
        };

    private static bool Fits(AvroKind kind, JsonPart value) =>
        kind switch
        {
            AvroKind.Null => value is JsonNothing,
            AvroKind.Boolean => value is JsonTruth,
            AvroKind.Int => value is JsonNumber n && Whole<int>(n.Raw),
            AvroKind.Long => value is JsonNumber n && Whole<long>(n.Raw),
            AvroKind.Float or AvroKind.Double => value
                is JsonNumber
                    or JsonText { Value: "NaN" or "Infinity" or "-Infinity" },
            AvroKind.Bytes => value is JsonText text && AreBytes(text),
            _ => value is JsonText,
        };

    // Bytes are written as characters 0 to 255.
    private static bool AreBytes(JsonText text) => text.Value.All(c => c <= 'ÿ');

    private static bool Whole<T>(string raw)
        where T : System.Numerics.INumber<T> =>
        T.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
