using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>Two schemas and what is to be said of them; the same pairs are shown to every registry.</summary>
/// <param name="Why">Each sentence that says why the reader can't read; none: it can.</param>
public sealed record SchemaPair(string Name, JsonElement Reader, JsonElement Writer, string[] Why)
{
    private static readonly JsonSerializerOptions Lower = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<SchemaPair> Avro { get; } = Of("avro-pairs.json");

    public static IReadOnlyList<SchemaPair> Json { get; } = Of("json-pairs.json");

    private static SchemaPair[] Of(string file) =>
        JsonSerializer.Deserialize<SchemaPair[]>(
            File.ReadAllText(Repository.PathOf("Portal.Tests", "Schemas", file)),
            Lower
        )!;
}
