using Google.Protobuf.Reflection;
using Kind = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace Portal.Schemas.Protobuf;

/// <summary>Which types may take each other's place, after the registry's documentation and Protobuf's “Updating a message type”.</summary>
internal enum WireGroup
{
    /// <summary>int32, int64, uint32, uint64, bool and enums.</summary>
    Number,

    /// <summary>sint32 and sint64.</summary>
    SignedNumber,
    Fixed32,
    Fixed64,
    Float,
    Double,

    /// <summary>string and bytes.</summary>
    Text,
    Message,
    Group,
    Map,
}

internal static class ProtobufWire
{
    public static WireGroup Of(FieldDescriptorProto field, ProtobufTypes types) =>
        types.Of(field) is { IsMapEntry: true }
            ? WireGroup.Map
            : field.Type switch
            {
                Kind.Int32 or Kind.Int64 or Kind.Uint32 or Kind.Uint64 or Kind.Bool or Kind.Enum => WireGroup.Number,
                Kind.Sint32 or Kind.Sint64 => WireGroup.SignedNumber,
                Kind.Fixed32 or Kind.Sfixed32 => WireGroup.Fixed32,
                Kind.Fixed64 or Kind.Sfixed64 => WireGroup.Fixed64,
                Kind.Float => WireGroup.Float,
                Kind.Double => WireGroup.Double,
                Kind.String or Kind.Bytes => WireGroup.Text,
                Kind.Group => WireGroup.Group,
                _ => WireGroup.Message,
            };

    /// <summary>What it is, for a sentence: “int32”, “repeated Line”, “map of string to Money”.</summary>
    public static string Word(FieldDescriptorProto field, ProtobufTypes types)
    {
        var type = types.Of(field);
        return type is { IsMapEntry: true } ? $"map of {Word(type.Field(1)!, types)} to {Word(type.Field(2)!, types)}"
            : field.Label == Label.Repeated ? $"repeated {Single(field, type)}"
            : Single(field, type);
    }

    public static bool IsNumber(FieldDescriptorProto field, ProtobufTypes types) =>
        Of(field, types) is not (WireGroup.Text or WireGroup.Message or WireGroup.Group or WireGroup.Map);

    private static string Single(FieldDescriptorProto field, ProtobufType? type) =>
        type switch
        {
            { Choice: not null } => $"enum {type.Name}",
            { } => $"{(field.Type == Kind.Group ? "group" : "message")} {type.Name}",
            _ => field.Type.ToString().ToLowerInvariant(),
        };
}
