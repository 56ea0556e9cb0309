using System.Text;
using Google.Protobuf.Reflection;
using Location = Google.Protobuf.Reflection.SourceCodeInfo.Types.Location;

namespace Portal.Schemas.Protobuf;

/// <summary>Where a text declares what, and what its author says of it.</summary>
internal sealed class ProtobufSource
{
    // The number of a message's fields in descriptor.proto.
    private const int MessageFields = 2;

    private readonly Dictionary<string, Location> _at;
    private readonly Lazy<byte[]> _utf8;

    public ProtobufSource(string text, FileDescriptorProto file)
    {
        _utf8 = new(() => Encoding.UTF8.GetBytes(text));
        _at = (file.SourceCodeInfo?.Location ?? [])
            .DistinctBy(location => Key(location.Path))
            .ToDictionary(location => Key(location.Path), StringComparer.Ordinal);
    }

    /// <summary>
    /// Where a field is declared, or else its message, in bytes from the beginning; null when that is in another text.
    /// </summary>
    public int? Offset(ProtobufType message, FieldDescriptorProto field) =>
        message.IsOwn && _at.GetValueOrDefault(Key(message, field)) is { } found
            ? ProtobufErrors.Offset(_utf8.Value, found.Span[0], found.Span[1])
            : null;

    /// <summary>The comment before a field, or else the one behind it; null for none.</summary>
    public string? Doc(ProtobufType message, FieldDescriptorProto field) =>
        message.IsOwn
        && _at.GetValueOrDefault(Key(message, field)) is { } found
        && Words(found.HasLeadingComments ? found.LeadingComments : found.TrailingComments) is { Length: > 0 } words
            ? words
            : null;

    private static string Key(ProtobufType message, FieldDescriptorProto field) =>
        Key(message.IndexOf(field) is { } index ? [.. message.Place, MessageFields, index] : message.Place);

    private static string Key(IEnumerable<int> place) => string.Join('.', place);

    private static string Words(string comment) =>
        string.Join(' ', comment.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
