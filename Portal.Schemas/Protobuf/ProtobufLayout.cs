using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Portal.Schemas.Protobuf;

/// <summary>
/// What only the layout of a text tells: where what is known by its number or its name stands. Confluent's registry prints the fields of oneofs
/// and the messages within a message last, and all by number where it normalises.
/// </summary>
internal static class ProtobufLayout
{
    /// <summary>Whether a registry has the file that was requested, wherever it has put what it holds.</summary>
    public static bool IsAllThatDiffers(FileDescriptorProto kept, FileDescriptorProto wanted)
    {
        var (live, plain) = (Without(kept), Without(wanted));
        return live.Equals(plain) || live.Equals(AliasesByName(plain));
    }

    // To be compared: it is no descriptor any more.
    private static FileDescriptorProto Without(FileDescriptorProto file)
    {
        var plain = file.Clone();
        (plain.SourceCodeInfo, plain.Name) = (null, "");
        Arrange(
            plain.Dependency,
            file.Dependency.Select((name, at) => Import(file, name, at)).Order(StringComparer.Ordinal)
        );
        plain.PublicDependency.Clear();
        plain.WeakDependency.Clear();
        ArrangeExtensions(plain.Extension);
        foreach (var message in plain.MessageType)
        {
            Arrange(message);
        }

        foreach (var choice in Enums(plain))
        {
            Arrange(choice);
        }

        // An empty block leaves options behind that say nothing.
        foreach (var method in plain.Service.SelectMany(service => service.Method))
        {
            method.Options = method.Options?.CalculateSize() > 0 ? method.Options : null;
        }

        return plain;
    }

    // JSON has the first name of a number, so their order counts; but a registry that normalises puts them in this one itself.
    private static FileDescriptorProto AliasesByName(FileDescriptorProto plain)
    {
        var arranged = plain.Clone();
        foreach (var choice in Enums(arranged))
        {
            var others = choice
                .Value.Skip(1)
                .OrderBy(value => value.Number)
                .ThenBy(value => value.Name, StringComparer.Ordinal);
            Arrange(choice.Value, choice.Value.Take(1).Concat(others));
        }

        return arranged;
    }

    private static IEnumerable<EnumDescriptorProto> Enums(FileDescriptorProto file) =>
        file.EnumType.Concat(file.MessageType.SelectMany(message => Enums(message)));

    private static IEnumerable<EnumDescriptorProto> Enums(DescriptorProto message) =>
        message.EnumType.Concat(message.NestedType.SelectMany(inner => Enums(inner)));

    private static string Import(FileDescriptorProto file, string name, int at) =>
        file.PublicDependency.Contains(at) ? $"public {name}"
        : file.WeakDependency.Contains(at) ? $"weak {name}"
        : name;

    private static void Arrange(DescriptorProto message)
    {
        List<string> oneofs = [.. message.OneofDecl.Select(oneof => oneof.Name).Order(StringComparer.Ordinal)];
        foreach (var field in message.Field.Where(field => field.HasOneofIndex))
        {
            field.OneofIndex = oneofs.IndexOf(message.OneofDecl[field.OneofIndex].Name);
        }

        Arrange(message.OneofDecl, message.OneofDecl.OrderBy(oneof => oneof.Name, StringComparer.Ordinal));
        Arrange(message.Field, message.Field.OrderBy(field => field.Number));
        // Clients number the messages that somebody wrote by their order; nobody wrote a map's.
        Arrange(
            message.NestedType,
            message.NestedType.OrderBy(
                inner => inner.Options?.MapEntry == true ? inner.Name : "",
                StringComparer.Ordinal
            )
        );
        ArrangeExtensions(message.Extension);
        Arrange(message.ExtensionRange, message.ExtensionRange.OrderBy(range => range.Start));
        Arrange(message.ReservedRange, message.ReservedRange.OrderBy(range => range.Start));
        Arrange(message.ReservedName, message.ReservedName.Order(StringComparer.Ordinal));
        foreach (var inner in message.NestedType)
        {
            Arrange(inner);
        }
    }

    // Their numbers are those of what they extend.
    private static void ArrangeExtensions(RepeatedField<FieldDescriptorProto> extensions) =>
        Arrange(
            extensions,
            extensions.OrderBy(field => field.Extendee, StringComparer.Ordinal).ThenBy(field => field.Number)
        );

    // The first stands for a value that isn't there.
    private static void Arrange(EnumDescriptorProto choice)
    {
        Arrange(choice.Value, choice.Value.Take(1).Concat(choice.Value.Skip(1).OrderBy(value => value.Number)));
        Arrange(choice.ReservedRange, choice.ReservedRange.OrderBy(range => range.Start));
        Arrange(choice.ReservedName, choice.ReservedName.Order(StringComparer.Ordinal));
    }

    private static void Arrange<T>(RepeatedField<T> parts, IEnumerable<T> arranged)
    {
        T[] all = [.. arranged];
        parts.Clear();
        parts.AddRange(all);
    }
}
