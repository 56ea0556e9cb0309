using System.Globalization;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>Where a $ref leads: into this document by pointer, anchor or id, or into one that it refers to by name.</summary>
internal static class JsonReferences
{
    /// <returns>The schema there, with the document that it belongs to; null: it leads nowhere.</returns>
    public static (JsonSchema Schema, JsonSchemaNode Node)? Find(JsonSchema schema, string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var (document, fragment) = hash < 0 ? (reference, "") : (reference[..hash], reference[(hash + 1)..]);
        if (document.Length > 0 && schema.References.GetValueOrDefault(document) is { } other)
        {
            return Within(other, fragment);
        }

        if (document.Length == 0)
        {
            return Within(schema, fragment);
        }

        return schema.Marks.ById(document) switch
        {
            null => null,
            { Pointer: "" } => Within(schema, fragment),
            var node => (schema, node),
        };
    }

    /// <summary>The schemas that stand directly in one.</summary>
    public static IEnumerable<JsonSchemaNode> Inside(JsonSchemaNode node)
    {
        foreach (var keyword in JsonKeywords.Schemas.Append("items"))
        {
            if (node.Inner(keyword) is { } inner)
            {
                yield return inner;
            }
        }

        foreach (var inner in JsonKeywords.Named.SelectMany(keyword => node.Named(keyword).Values))
        {
            yield return inner;
        }

        foreach (var inner in JsonKeywords.Listed.Append("items").SelectMany(keyword => node.Listed(keyword)))
        {
            yield return inner;
        }
    }

    private static (JsonSchema, JsonSchemaNode)? Within(JsonSchema schema, string fragment)
    {
        if (fragment.Length == 0)
        {
            return (schema, schema.Root);
        }

        var found = fragment.StartsWith('/')
            ? At(schema.Root, Uri.UnescapeDataString(fragment))
            : schema.Marks.ByAnchor(fragment);
        return found is null ? null : (schema, found);
    }

    private static JsonSchemaNode? At(JsonSchemaNode root, string pointer)
    {
        var json = root.Json;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            json = json switch
            {
                JsonObject made => made[name],
                JsonList list
                    when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                        && index < list.Items.Length => list.Items[index],
                _ => null,
            };
            if (json is null)
            {
                return null;
            }
        }

        return new(json, pointer);
    }
}
