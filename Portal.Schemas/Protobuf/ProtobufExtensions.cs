using Google.Protobuf.Reflection;

namespace Portal.Schemas.Protobuf;

/// <summary>The fields that a schema and its imports declare outside of the message they belong to (“extend”).</summary>
internal sealed class ProtobufExtensions(FileDescriptorSet files)
{
    private readonly Dictionary<string, Dictionary<int, FieldDescriptorProto>> _byMessage = files
        .File.SelectMany(file => file.Extension.Concat(file.MessageType.SelectMany(Within)))
        .GroupBy(field => field.Extendee, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            group => group.DistinctBy(field => field.Number).ToDictionary(field => field.Number),
            StringComparer.Ordinal
        );

    /// <summary>Those of a message, by their numbers.</summary>
    public IReadOnlyDictionary<int, FieldDescriptorProto> Of(ProtobufType message) =>
        _byMessage.GetValueOrDefault(message.FullName) ?? [];

    private static IEnumerable<FieldDescriptorProto> Within(DescriptorProto message) =>
        message.Extension.Concat(message.NestedType.SelectMany(Within));
}
