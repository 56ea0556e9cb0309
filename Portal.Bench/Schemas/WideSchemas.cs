using System.Text.Json;
using Portal.Schemas.Formats;

namespace Portal.Bench.Schemas;

/// <summary>Schemas with many fields, and versions of them that each add one; all read each other.</summary>
internal static class WideSchemas
{
    public const int Fields = 500;
    public const int Versions = 50;

    /// <param name="version">From 1; each has one field more than the one before.</param>
    public static string Of(SchemaFormat format, int version) =>
        format switch
        {
            SchemaFormat.Avro => JsonSerializer.Serialize(
                new
                {
                    type = "record",
                    name = "Wide",
                    fields = Names(version)
                        .Select(name => new
                        {
                            name,
                            type = "string",
                            @default = "",
                        }),
                }
            ),
            SchemaFormat.Json => JsonSerializer.Serialize(
                new
                {
                    type = "object",
                    properties = Names(version).ToDictionary(name => name, _ => new { type = "string" }),
                    additionalProperties = new { type = "string" },
                }
            ),
            _ =>
                $"syntax = \"proto3\"; message Wide {{ {string.Concat(Names(version).Select((name, i) => $"string {name} = {i + 1}; "))}}}",
        };

    private static IEnumerable<string> Names(int version) =>
        Enumerable.Range(0, Fields - Versions - 1 + version).Select(i => $"field_{i}");
}
