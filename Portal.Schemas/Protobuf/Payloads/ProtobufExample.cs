using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Portal.Schemas.Payloads;
using Kind = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace Portal.Schemas.Protobuf.Payloads;

/// <summary>A sample of a message in Protobuf's JSON, with each field once. A message that holds itself ends there.</summary>
internal sealed class ProtobufExample(ProtobufSchema schema)
{
    private readonly ExampleSize _size = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public static PayloadExample Of(ProtobufSchema schema, string? message)
    {
        if (ProtobufMessages.Find(schema, message) is not { } type)
        {
            return new PayloadExample.Impossible(ProtobufMessages.None(schema, message));
        }

        try
        {
            return PayloadExample.Of(new ProtobufExample(schema).Message(type));
        }
        catch (TooMuchWork)
        {
            return new PayloadExample.Impossible(PayloadExample.Endless);
        }
    }

    private JsonNode Message(ProtobufType type) =>
        _size.Within(() =>
        {
            if (WellKnown(type) is { } known)
            {
                return known;
            }

            var isFirst = _open.Add(type.FullName);
            var made = new JsonObject();
            var oneofs = new HashSet<string>(StringComparer.Ordinal);
            foreach (var field in type.Message!.Field)
            {
                var isLeft =
                    (_size.IsEnough || _open.Contains(Held(field))) && field.Label != Label.Required
                    || (type.OneofOf(field) is { } oneof && !oneofs.Add(oneof));
                if (!isLeft)
                {
                    made[field.JsonName] = Field(field);
                }
            }

            if (isFirst)
            {
                _open.Remove(type.FullName);
            }

            return made;
        });

    private string Held(FieldDescriptorProto field) =>
        schema.Types.Of(field) switch
        {
            { IsMapEntry: true } entry => entry.Field(2)!.TypeName,
            _ => field.TypeName,
        };

    private JsonNode? Field(FieldDescriptorProto field) =>
        schema.Types.Of(field) is { IsMapEntry: true } entry
            ? new JsonObject { [Key(entry.Field(1)!)] = Single(entry.Field(2)!) }
        : field.Label == Label.Repeated ? new JsonArray(Single(field))
        : Single(field);

    private JsonNode? Single(FieldDescriptorProto field) =>
        schema.Types.Of(field) switch
        {
            { Message: not null } message => Message(message),
            { Choice: { } choice } => (choice.Value.FirstOrDefault(v => v.Number != 0) ?? choice.Value[0]).Name,
            _ => field.Type switch
            {
                Kind.String => field.JsonName,
                Kind.Bytes => "AAE=",
                Kind.Bool => true,
                Kind.Float or Kind.Double => 1.5,
                // As Protobuf writes them: JSON's own numbers hold 53 bits.
                Kind.Int64 or Kind.Uint64 or Kind.Sint64 or Kind.Fixed64 or Kind.Sfixed64 => "1",
                _ => 1,
            },
        };

    private static string Key(FieldDescriptorProto field) =>
        field.Type switch
        {
            Kind.String => "key",
            Kind.Bool => "true",
            _ => "1",
        };

    private static JsonNode? WellKnown(ProtobufType type) =>
        ProtobufWellKnown.Of(type) is null
            ? null
            : type.Name switch
            {
                "Timestamp" => "2026-01-01T00:00:00Z",
                "Duration" => "1.500s",
                "FieldMask" => "name",
                "Struct" => new JsonObject { ["key"] = "value" },
                "ListValue" => new JsonArray("value"),
                "Value" or "StringValue" => "value",
                "BoolValue" => true,
                "BytesValue" => "AAE=",
                "DoubleValue" or "FloatValue" => 1.5,
                "Int32Value" or "UInt32Value" => 1,
                "Int64Value" or "UInt64Value" => "1",
                _ => new JsonObject(),
            };
}
