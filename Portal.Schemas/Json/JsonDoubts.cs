using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>What the registry's documented rules for objects pass over though a sample may be refused: it is left to the registry.</summary>
internal static class JsonDoubts
{
    // They depend on what is beside them, so they may refuse more without being changed.
    private static readonly string[] Dependent = ["unevaluatedProperties", "unevaluatedItems"];

    /// <param name="isSame">Whether two pieces of them mean the same.</param>
    /// <param name="isMatch">Whether a name fits a pattern.</param>
    /// <returns>The name of a property, empty for the whole, and what is in doubt.</returns>
    public static IEnumerable<(string Name, string Words)> Of(
        JsonSchemaNode reader,
        JsonSchemaNode writer,
        Func<JsonPart?, JsonPart?, bool> isSame,
        Func<string, string, bool> isMatch
    )
    {
        foreach (var keyword in Dependent.Where(keyword => reader[keyword] is { } now && isSame(now, writer[keyword])))
        {
            yield return ("", $"“{keyword}” stands beside keywords that have changed");
        }

        if (!writer.Types.Contains("object"))
        {
            yield break;
        }

        var properties = reader.Named("properties");
        foreach (
            var name in reader.Required.Where(name => !properties.ContainsKey(name) && !writer.Required.Contains(name))
        )
        {
            yield return (name, "it is required now, wasn't before, and isn't among the properties");
        }

        if (!isSame(Patterns(reader), Patterns(writer)) && !AreNamed(reader, writer, isMatch))
        {
            yield return ("", "“patternProperties” has changed");
        }
        else if (Patterns(writer) is not null && writer.Inner("additionalProperties") is null or { IsEmpty: true })
        {
            var before = writer.Named("properties");
            foreach (var (name, _) in properties.Where(one => !before.ContainsKey(one.Key) && !one.Value.IsEmpty))
            {
                yield return (
                    name,
                    "it is new, and anything may have been written under this name beside “patternProperties”"
                );
            }
        }
    }

    // Only the reader has patterns, and what was written has only names that none of them is for, or that are gone and covered by them.
    private static bool AreNamed(JsonSchemaNode reader, JsonSchemaNode writer, Func<string, string, bool> isMatch) =>
        Patterns(writer) is null
        && writer.Inner("additionalProperties") is { IsFalse: true }
        && reader
            .Named("patternProperties")
            .All(pattern =>
                writer
                    .Named("properties")
                    .Keys.All(name => !isMatch(pattern.Key, name) || !reader.Named("properties").ContainsKey(name))
            );

    private static JsonPart? Patterns(JsonSchemaNode schema) => schema["patternProperties"];
}
