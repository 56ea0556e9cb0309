using System.Collections.Immutable;
using Portal.Schemas.Json;
using Portal.Schemas.Text;

namespace Portal.Core.Jobs.Tables;

/// <summary>
/// An object of a JSON Schema as Flink's SQL reads it. What it says less plainly than by one type is read as its text. Records are plain
/// JSON, without the bytes that Confluent's serializers put before it.
/// </summary>
internal static class JsonTable
{
    private const int Deepest = 10;

    public static TableShape Of(JsonSchema schema) =>
        Columns(schema.Root, 0) is { Count: > 0 } columns
            ? new TableShape.Readable("json", [.. columns], null)
            : new TableShape.Unreadable("Its schema isn't an object with properties, so it has no columns.");

    private static List<TableColumn> Columns(JsonSchemaNode node, int depth)
    {
        var properties = node.Named("properties");
        return
        [
            .. ((node["properties"] as JsonObject)?.Members ?? []).Select(member => new TableColumn(
                member.Name,
                Type(properties[member.Name], depth)
            )
            {
                Logical = properties[member.Name].Word("format"),
                IsRequired = node.Required.Contains(member.Name) && !properties[member.Name].Types.Contains("null"),
            }),
        ];
    }

    private static string Type(JsonSchemaNode node, int depth)
    {
        var types = node.Types.Remove("null");
        return types switch
        {
            ["boolean"] => "BOOLEAN",
            ["integer"] => "BIGINT",
            ["number"] => "DOUBLE",
            ["array"] when depth < Deepest && node.Inner("items") is { } items => $"ARRAY<{Type(items, depth + 1)}>",
            ["object"] when depth < Deepest && Columns(node, depth + 1) is { Count: > 0 } fields =>
                $"ROW<{string.Join(", ", fields.Select(f => $"{JobDdl.Quoted(f.Name)} {f.Type}"))}>",
            _ => "STRING",
        };
    }
}
