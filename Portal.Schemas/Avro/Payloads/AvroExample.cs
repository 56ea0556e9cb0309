using System.Text.Json.Nodes;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace Portal.Schemas.Avro.Payloads;

/// <summary>
/// A sample of a schema in the "JSON Encoding", with every branch that isn't null shown with its name. A record that holds itself ends
/// where null, or an empty array or map, is possible.
/// </summary>
internal sealed class AvroExample(AvroSchema schema)
{
    private readonly ExampleSize _size = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public static PayloadExample Of(AvroSchema schema)
    {
        try
        {
            return PayloadExample.Of(new AvroExample(schema).Make(schema.Root, "value"));
        }
        catch (TooMuchWork)
        {
            return new PayloadExample.Impossible(PayloadExample.Endless);
        }
    }

    private JsonNode? Make(AvroType type, string name) =>
        _size.Within(() =>
            type switch
            {
                AvroPrimitive simple => Scalar(simple, name),
                AvroArray list => IsClosed(list.Items) ? new JsonArray() : new JsonArray(Make(list.Items, name)),
                AvroMap map => IsClosed(map.Values)
                    ? new JsonObject()
                    : new JsonObject { ["key"] = Make(map.Values, name) },
                AvroUnion union => Union(union, name),
                AvroUse use => Named(schema.Of(use)),
                _ => null,
            }
        );

    private JsonNode? Union(AvroUnion union, string name)
    {
        var branches = union.Branches.OrderBy(branch => IsNull(branch) ? 1 : 0).ToList();
        var branch = branches.FirstOrDefault(branch => !IsClosed(branch)) ?? branches.FirstOrDefault(IsNull);
        branch ??= branches.FirstOrDefault() ?? throw new TooMuchWork();
        return IsNull(branch) ? null : new JsonObject { [AvroNames.InUnion(branch)] = Make(branch, name) };
    }

    private JsonNode? Named(AvroNamed named)
    {
        switch (named)
        {
            case AvroEnum choice:
                return choice.Default ?? choice.Symbols.FirstOrDefault() ?? throw new TooMuchWork();
            case AvroFixed bytes:
                return new string('0', Math.Min(bytes.Size, PayloadReading.Longest));
            default:
                var isFirst = _open.Add(named.FullName);
                var made = new JsonObject();
                foreach (var field in ((AvroRecord)named).Fields)
                {
                    made[field.Name] = field is { Type: AvroPrimitive, Default: { } value }
                        ? JsonNode.Parse(value.ToJson())
                        : Make(field.Type, field.Name);
                }

                if (isFirst)
                {
                    _open.Remove(named.FullName);
                }

                return made;
        }
    }

    private bool IsClosed(AvroType type) =>
        _size.IsEnough
        || type switch
        {
            AvroUse use => _open.Contains(use.FullName),
            AvroUnion union => union.Branches.All(IsClosed),
            _ => false,
        };

    private static bool IsNull(AvroType branch) => branch is AvroPrimitive { Kind: AvroKind.Null };

    private static JsonNode? Scalar(AvroPrimitive type, string name) =>
        (type.Kind, type.Logical?.Name) switch
        {
            (AvroKind.Null, _) => null,
            (AvroKind.Boolean, _) => true,
            (_, "date") => 20_454,
            (_, "time-millis") => 43_200_000,
            (_, "time-micros") => 43_200_000_000,
            (_, "timestamp-millis" or "local-timestamp-millis") => 1_767_225_600_000,
            (_, "timestamp-micros" or "local-timestamp-micros") => 1_767_225_600_000_000,
            (_, "timestamp-nanos" or "local-timestamp-nanos") => 1_767_225_600_000_000_000,
            (AvroKind.Int or AvroKind.Long, _) => 1,
            (AvroKind.Float or AvroKind.Double, _) => 1.5,
            (_, "uuid") => "6f1c2a52-9d4e-4c3b-8a17-0b5f3e2d1c40",
            (_, "decimal") => "\u0001",
            _ => name,
        };
}
