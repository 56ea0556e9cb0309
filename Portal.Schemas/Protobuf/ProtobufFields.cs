using System.Collections.Immutable;
using Google.Protobuf.Reflection;
using Portal.Schemas.Fields;
using Portal.Schemas.Text;
using Kind = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace Portal.Schemas.Protobuf;

/// <summary>The fields of a schema's messages, in the order they are declared in.</summary>
public static class ProtobufFields
{
    /// <summary>Lazily: those of messages that hold each other often are told as often.</summary>
    /// <param name="namesRoot">Each path begins with its message, also where one message holds all others and its name says nothing more.</param>
    public static IEnumerable<SchemaField> Of(ProtobufSchema schema, bool namesRoot = false)
    {
        var roots = Roots(schema);
        var isBare = roots.Count == 1 && !namesRoot;
        return roots
            .SelectMany(root => Within(schema, root, isBare ? "" : root.Name, []))
            .Concat(Unreached(schema, roots).SelectMany(other => Within(schema, other, other.Name, [])));
    }

    // Messages that hold only each other, and inner ones that no field is of.
    private static IEnumerable<ProtobufType> Unreached(ProtobufSchema schema, List<ProtobufType> roots)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        roots.ForEach(root => Reach(schema, root, reached));
        foreach (var message in schema.Types.Own)
        {
            if (!reached.Contains(message.FullName))
            {
                Reach(schema, message, reached);
                yield return message;
            }
        }
    }

    private static void Reach(ProtobufSchema schema, ProtobufType from, HashSet<string> reached)
    {
        var next = new Stack<ProtobufType>([from]);
        while (next.TryPop(out var type))
        {
            if (type.Message is { } message && reached.Add(type.FullName))
            {
                foreach (var held in message.Field.Select(schema.Types.Of).OfType<ProtobufType>())
                {
                    next.Push(held);
                }
            }
        }
    }

    // The messages that no other holds; where each is held by one, the first, which is what records without an index are.
    internal static List<ProtobufType> Roots(ProtobufSchema schema)
    {
        var all = schema.Types.Outermost;
        var held = all.SelectMany(message => Held(message.Message!).Where(name => name != message.FullName))
            .ToHashSet(StringComparer.Ordinal);
        return all.Where(message => !held.Contains(message.FullName)).ToList() is { Count: > 0 } roots
            ? roots
            : [.. all.Take(1)];
    }

    private static IEnumerable<string> Held(DescriptorProto message) =>
        message.Field.Select(field => field.TypeName).Concat(message.NestedType.SelectMany(Held));

    private static IEnumerable<SchemaField> Within(
        ProtobufSchema schema,
        ProtobufType? type,
        string path,
        ImmutableHashSet<string> open
    ) =>
        type is { Message: not null } message && !open.Contains(message.FullName) && open.Count < SchemaField.Deepest
            ? message.Message.Field.SelectMany(field => Of(schema, message, field, path, open.Add(message.FullName)))
            : [];

    private static IEnumerable<SchemaField> Of(
        ProtobufSchema schema,
        ProtobufType message,
        FieldDescriptorProto field,
        string path,
        ImmutableHashSet<string> open
    )
    {
        var at = SchemaField.Below(path, field.Name);
        SchemaField own = new(
            at,
            Word(schema, message, field),
            field.Label == Label.Required,
            Default(field),
            schema.Source.Doc(message, field),
            field.Number
        );
        var type = schema.Types.Of(field);
        var inner = type is { IsMapEntry: true }
            ? Within(schema, schema.Types.Of(type.Field(2)!), SchemaField.Values(at), open)
            : Within(schema, type, field.Label == Label.Repeated ? SchemaField.Items(at) : at, open);
        return inner.Prepend(own);
    }

    private static string Word(ProtobufSchema schema, ProtobufType message, FieldDescriptorProto field)
    {
        var word = schema.Types.Of(field) is { Choice: { } choice }
            ? $"{(field.Label == Label.Repeated ? "repeated " : "")}enum of {string.Join(", ", choice.Value.Select(value => $"{value.Name} = {value.Number}"))}"
            : ProtobufWire.Word(field, schema.Types);
        return message.OneofOf(field) is { } oneof ? $"{word}, in oneof {oneof}"
            : field.Proto3Optional ? $"optional {word}"
            : word;
    }

    private static string? Default(FieldDescriptorProto field) =>
        !field.HasDefaultValue ? null
        : field.Type is Kind.String or Kind.Bytes or Kind.Enum ? new JsonText(field.DefaultValue, 0).ToJson()
        : field.DefaultValue;
}
