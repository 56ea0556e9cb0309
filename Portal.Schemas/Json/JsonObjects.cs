namespace Portal.Schemas.Json;

/// <summary>
/// The properties of an object, and what it may hold beside them ("content model" in the registry's documentation): anything, nothing,
/// or what a schema allows.
/// </summary>
internal static class JsonObjects
{
    /// <param name="others">How well it fits all the same where the reader refuses what has no name: passed over by “unevaluatedProperties”.</param>
    /// <param name="isMatch">Whether a name fits a pattern.</param>
    /// <param name="walk">Compares what stands under a name. What is found counts as no worse than what is given.</param>
    /// <param name="say">What is wrong under a name, and how well it fits all the same.</param>
    public static void Compare(
        JsonSchemaNode reader,
        JsonSchemaNode writer,
        JsonFit others,
        Func<string, string, bool> isMatch,
        Action<JsonSchemaNode, JsonSchemaNode, string, JsonFit> walk,
        Action<JsonSchemaNode, string, string, JsonFit> say
    )
    {
        var (now, before) = (reader.Named("properties"), writer.Named("properties"));
        foreach (var (name, property) in now)
        {
            if (before.TryGetValue(name, out var there))
            {
                walk(property, there, name, JsonFit.Refused);
                if (Needs(reader, name, property) && !writer.Required.Contains(name))
                {
                    Refuse(property, name, "it is required now, wasn't before, and has no default");
                }
            }
            else if (IsOpen(writer) && JsonUnevaluated.Restricts(writer) && !property.IsEmpty)
            {
                say(
                    property,
                    name,
                    "it is new, and whether something else was written under this name depends on “unevaluatedProperties”",
                    JsonFit.Undecided
                );
                if (!IsComposed(writer))
                {
                    Need(name, property);
                }
            }
            else if (IsOpen(writer) && !property.IsEmpty)
            {
                Refuse(
                    property,
                    name,
                    "it is new, and what was written may hold anything under this name, because additional properties were allowed"
                );
            }
            else
            {
                if (!IsOpen(writer) && Unnamed(writer, name, isMatch) is { IsFalse: false } covering)
                {
                    walk(property, covering, name, JsonFit.Refused);
                }

                Need(name, property);
            }
        }

        foreach (
            var (name, property) in before.Where(one =>
                !now.ContainsKey(one.Key) && !one.Value.IsFalse && !IsOpen(reader)
            )
        )
        {
            if (Unnamed(reader, name, isMatch) is { IsFalse: false } covering)
            {
                var isNamed = !ReferenceEquals(covering.Json, reader["additionalProperties"]);
                walk(covering, property, name, isNamed ? JsonFit.Refused : others);
            }
            else if (others == JsonFit.Refused || !reader.Named("patternProperties").IsEmpty)
            {
                Refuse(reader, name, "what was written may hold it, and additional properties aren't allowed");
            }
            else
            {
                say(reader, "", "“unevaluatedProperties” stands beside keywords that have changed", others);
                break;
            }
        }

        Others(reader, writer, others, walk, say);

        void Need(string name, JsonSchemaNode property)
        {
            if (Needs(reader, name, property) && !writer.Required.Contains(name))
            {
                Refuse(property, name, "it is required, isn't in what was written, and has no default");
            }
        }

        void Refuse(JsonSchemaNode at, string name, string words) => say(at, name, words, JsonFit.Refused);
    }

    // What is said of everything that has no name of its own.
    private static void Others(
        JsonSchemaNode reader,
        JsonSchemaNode writer,
        JsonFit others,
        Action<JsonSchemaNode, JsonSchemaNode, string, JsonFit> walk,
        Action<JsonSchemaNode, string, string, JsonFit> say
    )
    {
        if (reader.Inner("additionalProperties") is not { IsEmpty: false } now)
        {
            return;
        }

        if (writer.Inner("additionalProperties") is { IsEmpty: false } before)
        {
            walk(now, before, "{}", others);
        }
        else
        {
            say(
                now,
                "",
                others != JsonFit.Refused ? "“unevaluatedProperties” has changed"
                    : now.IsFalse ? "additional properties are refused now, and were allowed"
                    : "additional properties may not be anything now, and were allowed to",
                others
            );
        }
    }

    private static bool Needs(JsonSchemaNode schema, string name, JsonSchemaNode property) =>
        schema.Required.Contains(name) && property["default"] is null;

    private static bool IsOpen(JsonSchemaNode schema) =>
        schema.Inner("additionalProperties") is null or { IsEmpty: true } && schema.Named("patternProperties").IsEmpty;

    // A part or a branch may require what isn't required beside it.
    private static bool IsComposed(JsonSchemaNode schema) =>
        JsonSums.Choices.Append("allOf").Any(keyword => schema.Listed(keyword).Length > 0);

    // The schema of a property that isn't named: of a pattern that fits it, or of all the others.
    private static JsonSchemaNode? Unnamed(JsonSchemaNode schema, string name, Func<string, string, bool> isMatch) =>
        schema
            .Named("patternProperties")
            .Where(pattern => isMatch(pattern.Key, name))
            .Select(pattern => pattern.Value)
            .FirstOrDefault()
        ?? schema.Inner("additionalProperties");
}
