using Google.Protobuf.Reflection;
using Portal.Schemas.Payloads;

namespace Portal.Schemas.Protobuf.Payloads;

/// <summary>The fields of messages by the names that JSON may have for them.</summary>
internal sealed class ProtobufNames
{
    private readonly Dictionary<ProtobufType, Dictionary<string, FieldDescriptorProto>> _known = [];

    public Dictionary<string, FieldDescriptorProto> Of(ProtobufType type)
    {
        if (!_known.TryGetValue(type, out var fields))
        {
            _known[type] = fields = new(StringComparer.Ordinal);
            foreach (var field in type.Message!.Field)
            {
                fields[field.Name] = field;
                fields[field.JsonName] = field;
            }
        }

        return fields;
    }

    public static string Unknown(ProtobufType type, string name) =>
        type.Message!.Field.Count == 0
            ? $"{type.Name} has no fields."
            : $"{type.Name} has no field “{PayloadWords.Cut(name)}”; expected {PayloadWords.Choices([.. type.Message.Field.Select(f => f.JsonName)])}.";
}
