using System.Collections.Immutable;
using Google.Protobuf.Reflection;

namespace Portal.Schemas.Protobuf;

/// <summary>A message or an enum, as it is declared in one place.</summary>
internal sealed class ProtobufType(
    string fullName,
    string name,
    ImmutableArray<int> place,
    bool isOwn,
    string syntax,
    DescriptorProto? message,
    EnumDescriptorProto? choice
)
{
    private readonly Dictionary<int, int> _indexes = (message?.Field ?? [])
        .Select((field, index) => (field.Number, index))
        .ToDictionary();

    /// <summary>With its package, and a dot before it, as fields name it.</summary>
    public string FullName => fullName;

    /// <summary>Without the package: “Order.Line”.</summary>
    public string Name => name;

    /// <summary>The way to it in its file, as source locations name it.</summary>
    public ImmutableArray<int> Place => place;

    /// <summary>Declared in the schema's text, not in one that it imports.</summary>
    public bool IsOwn => isOwn;

    /// <summary>That of the text which declares it: empty for proto2, or “proto3”.</summary>
    public string Syntax => syntax;

    /// <summary>Null: it is an enum.</summary>
    public DescriptorProto? Message => message;

    /// <summary>Null: it is a message.</summary>
    public EnumDescriptorProto? Choice => choice;

    /// <summary>What stands for a map: an entry's message that nobody wrote.</summary>
    public bool IsMapEntry => message?.Options?.MapEntry == true;

    /// <summary>The field of a number; null when it has none.</summary>
    public FieldDescriptorProto? Field(int number) =>
        _indexes.TryGetValue(number, out var index) ? message!.Field[index] : null;

    /// <summary>Which of its fields that is, from 0; null for another message's.</summary>
    public int? IndexOf(FieldDescriptorProto field) =>
        _indexes.TryGetValue(field.Number, out var index) && ReferenceEquals(message!.Field[index], field)
            ? index
            : null;

    /// <summary>The oneof that a field is part of; null for none, and for those that stand for “optional”.</summary>
    public string? OneofOf(FieldDescriptorProto field) =>
        field.HasOneofIndex && !field.Proto3Optional ? message!.OneofDecl[field.OneofIndex].Name : null;
}

/// <summary>All types that a schema can name, its own and those of its imports.</summary>
internal sealed class ProtobufTypes
{
    // The numbers of the fields in descriptor.proto that hold types: a file's messages and enums, and a message's.
    private const int FileMessages = 4;
    private const int FileEnums = 5;
    private const int MessageMessages = 3;
    private const int MessageEnums = 4;

    private readonly Dictionary<string, ProtobufType> _byFullName = new(StringComparer.Ordinal);
    private readonly List<ProtobufType> _outermost = [];
    private readonly FileDescriptorProto _own;

    public ProtobufTypes(FileDescriptorSet files)
    {
        _own = files.File[^1];
        foreach (var file in files.File)
        {
            for (var i = 0; i < file.MessageType.Count; i++)
            {
                Add(file, file.MessageType[i].Name, [FileMessages, i], file.MessageType[i]);
            }

            for (var i = 0; i < file.EnumType.Count; i++)
            {
                Add(file, file.EnumType[i].Name, [FileEnums, i], message: null, file.EnumType[i]);
            }
        }
    }

    /// <summary>The messages that the schema's own text declares outside all others.</summary>
    public IReadOnlyList<ProtobufType> Outermost => _outermost;

    /// <summary>The messages that the schema's own text declares, each before those within it.</summary>
    public IEnumerable<ProtobufType> Own => _outermost.SelectMany(All);

    /// <summary>The message or enum of a field; null for those of a scalar.</summary>
    public ProtobufType? Of(FieldDescriptorProto field) => _byFullName.GetValueOrDefault(field.TypeName);

    /// <summary>The messages that a message declares within itself, without the entries of its maps.</summary>
    public IEnumerable<ProtobufType> Within(ProtobufType outer) =>
        outer
            .Message!.NestedType.Select(inner => _byFullName[$"{outer.FullName}.{inner.Name}"])
            .Where(inner => !inner.IsMapEntry);

    private IEnumerable<ProtobufType> All(ProtobufType type) => Within(type).SelectMany(All).Prepend(type);

    private void Add(FileDescriptorProto file, string name, ImmutableArray<int> place, DescriptorProto message)
    {
        var type = Add(file, name, place, message, choice: null);
        if (type.IsOwn && place.Length == 2)
        {
            _outermost.Add(type);
        }

        for (var i = 0; i < message.NestedType.Count; i++)
        {
            var inner = message.NestedType[i];
            Add(file, $"{name}.{inner.Name}", [.. place, MessageMessages, i], inner);
        }

        for (var i = 0; i < message.EnumType.Count; i++)
        {
            var inner = message.EnumType[i];
            Add(file, $"{name}.{inner.Name}", [.. place, MessageEnums, i], message: null, inner);
        }
    }

    private ProtobufType Add(
        FileDescriptorProto file,
        string name,
        ImmutableArray<int> place,
        DescriptorProto? message,
        EnumDescriptorProto? choice
    )
    {
        var fullName = file.Package.Length == 0 ? $".{name}" : $".{file.Package}.{name}";
        var type = new ProtobufType(fullName, name, place, ReferenceEquals(file, _own), file.Syntax, message, choice);
        _byFullName.TryAdd(fullName, type);
        return type;
    }
}
