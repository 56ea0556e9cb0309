using Google.Protobuf.Reflection;

namespace Portal.Schemas.Protobuf;

/// <summary>A file of Protobuf, with those that it imports.</summary>
public sealed class ProtobufSchema
{
    private readonly Lazy<ProtobufTypes> _types;
    private readonly Lazy<ProtobufExtensions> _extensions;
    private readonly Lazy<ProtobufSource> _source;

    /// <param name="imports">The texts of all that it builds on, by the names they are imported by; without Protobuf's own.</param>
    internal ProtobufSchema(string text, IReadOnlyDictionary<string, string> imports, FileDescriptorSet files)
    {
        (Text, Imports, File) = (text, imports, files.File[^1]);
        _types = new(() => new ProtobufTypes(files));
        _extensions = new(() => new ProtobufExtensions(files));
        _source = new(() => new ProtobufSource(text, File));
    }

    internal string Text { get; }

    internal IReadOnlyDictionary<string, string> Imports { get; }

    internal FileDescriptorProto File { get; }

    internal ProtobufTypes Types => _types.Value;

    internal ProtobufExtensions Extensions => _extensions.Value;

    internal ProtobufSource Source => _source.Value;
}
