using Google.Protobuf.Reflection;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace Portal.Schemas.Protobuf;

/// <summary>
/// “optional”, “required” and “repeated”. The registry refuses a number whose label changes, where both texts write one: a field of proto3
/// has none unless somebody wrote it, and within a oneof there is none. Labels of texts and of messages it passes over.
/// </summary>
internal static class ProtobufLabels
{
    /// <returns>What is wrong with the labels of a field, and whether the registry refuses it; null: nothing.</returns>
    public static (string Words, bool IsRule)? Changed(
        (ProtobufType Message, FieldDescriptorProto Field) read,
        (ProtobufType Message, FieldDescriptorProto Field) written,
        bool isNumber
    )
    {
        var (now, before) = (Written(read.Message, read.Field), Written(written.Message, written.Field));
        var isRule = isNumber && now is not null && before is not null && now != before;
        if (isNumber && IsPacked(written.Message, written.Field) && read.Field.Label != Label.Repeated)
        {
            return ("was repeated: a reader of one number passes over a packed list", isRule);
        }

        if (read.Field.Label == Label.Required && written.Field.Label != Label.Required)
        {
            return ("is required, and what was written may be without it", isRule);
        }

        return isRule ? ($"was {Word(before)} and is {Word(now)}: a number keeps its label", isRule) : null;
    }

    // Which its author wrote; null: none.
    private static Label? Written(ProtobufType message, FieldDescriptorProto field) =>
        message.OneofOf(field) is not null ? null
        : field.Label == Label.Repeated || field.Proto3Optional || message.Syntax is "" or "proto2" ? field.Label
        : null;

    // Many numbers are written as one block of bytes, which who expects one number passes over.
    private static bool IsPacked(ProtobufType message, FieldDescriptorProto field) =>
        field.Label == Label.Repeated
        && (field.Options is { HasPacked: true } options ? options.Packed : message.Syntax == "proto3");

    private static string Word(Label? label) => label.ToString()!.ToLowerInvariant();
}
