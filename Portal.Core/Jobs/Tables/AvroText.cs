using System.Text.Json.Nodes;

namespace Portal.Core.Jobs.Tables;

/// <summary>An Avro schema as Flink's SQL reads by it.</summary>
internal static class AvroText
{
    /// <param name="converted">The logical types that stay.</param>
    public static string WithoutOthers(string text, IReadOnlyCollection<string> converted)
    {
        var root = JsonNode.Parse(text)!;
        Strip(root, converted);
        return root.ToJsonString();
    }

    private static void Strip(JsonNode? node, IReadOnlyCollection<string> converted)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                {
                    Strip(item, converted);
                }

                break;
            case JsonObject all:
                if (all["logicalType"] is JsonValue name && !converted.Contains($"{name}"))
                {
                    all.Remove("logicalType");
                }

                foreach (var (_, member) in all)
                {
                    Strip(member, converted);
                }

                break;
        }
    }
}
