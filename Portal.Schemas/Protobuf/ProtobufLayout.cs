using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Portal.Schemas.Protobuf;

/// <summary>
/// What only the layout of a text tells: where what is known by its number or its name stands. Confluent's registry prints the fields of oneofs
/// and the messages within a message last, and all by number where it normalises.
/// </summary>
internal static class ProtobufLayout
{
    /// <summary>The file without it, to be compared: it is no descriptor any more.</summary>
    public static FileDescriptorProto Without(FileDescriptorProto file)
    {
        var plain = file.Clone();
        (plain.SourceCodeInfo, plain.Name) = (null, "");
        Arrange(
            plain.Dependency,
            file.Dependency.Select((name, at) => Import(file, name, at)).Order(StringComparer.Ordinal)
        );
        plain.PublicDependency.Clear();
        plain.WeakDependency.Clear();
        foreach (var message in plain.MessageType)
        {
            Arrange(message);
        }

        foreach (var choice in plain.EnumType)
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
        Arrange(message.ExtensionRange, message.ExtensionRange.OrderBy(range => range.Start));
        Arrange(message.ReservedRange, message.ReservedRange.OrderBy(range => range.Start));
        Arrange(message.ReservedName, message.ReservedName.Order(StringComparer.Ordinal));
        foreach (var inner in message.NestedType)
        {
            Arrange(inner);
        }

        foreach (var choice in message.EnumType)
        {
            Arrange(choice);
        }
    }

    // The first stands for a value that isn't there.
    private static void Arrange(EnumDescriptorProto choice)
    {
        var others = choice
            .Value.Skip(1)
            .OrderBy(value => value.Number)
            .ThenBy(value => value.Name, StringComparer.Ordinal);
        Arrange(choice.Value, choice.Value.Take(1).Concat(others));
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
