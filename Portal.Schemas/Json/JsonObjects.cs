namespace Portal.Schemas.Json;

/// <summary>
/// The properties of an object, and what it may hold beside them ("content model" in the registry's documentation): anything, nothing,
/// or what a schema allows.
/// </summary>
internal static class JsonObjects
{
    /// <param name="isMatch">Whether a name fits a pattern.</param>
    /// <param name="walk">Compares what stands under a name.</param>
    /// <param name="say">What is wrong under a name.</param>
    /// <param name="doubt">What can't be decided under a name.</param>
    public static void Compare(
        JsonSchemaNode reader,
        JsonSchemaNode writer,
        Func<string, string, bool> isMatch,
        Action<JsonSchemaNode, JsonSchemaNode, string> walk,
        Action<JsonSchemaNode, string, string> say,
        Action<JsonSchemaNode, string, string> doubt
    )
    {
        var (now, before) = (reader.Named("properties"), writer.Named("properties"));
        foreach (var (name, property) in now)
        {
            if (before.TryGetValue(name, out var there))
            {
                walk(property, there, name);
                if (Needs(reader, name, property) && !writer.Required.Contains(name))
                {
                    say(property, name, "it is required now, wasn't before, and has no default");
                }
            }
            else if (IsUnevaluated(writer) && !property.IsEmpty)
            {
                doubt(
                    property,
                    name,
                    "it is new, and whether something else was written under this name depends on “unevaluatedProperties”"
                );
                if (!IsComposed(writer))
                {
                    Need(name, property);
                }
            }
            else if (IsOpen(writer) && !property.IsEmpty)
            {
                say(
                    property,
                    name,
                    "it is new, and what was written may hold anything under this name, because additional properties were allowed"
                );
            }
            else
            {
                if (!IsOpen(writer) && Unnamed(writer, name, isMatch) is { IsFalse: false } covering)
                {
                    walk(property, covering, name);
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
                walk(covering, property, name);
            }
            else
            {
                say(reader, name, "what was written may hold it, and additional properties aren't allowed");
            }
        }

        Others(reader, writer, walk, say);

        void Need(string name, JsonSchemaNode property)
        {
            if (Needs(reader, name, property) && !writer.Required.Contains(name))
            {
                say(property, name, "it is required, isn't in what was written, and has no default");
            }
        }
    }

    // What is said of everything that has no name of its own.
    private static void Others(
        JsonSchemaNode reader,
        JsonSchemaNode writer,
        Action<JsonSchemaNode, JsonSchemaNode, string> walk,
        Action<JsonSchemaNode, string, string> say
    )
    {
        if (reader.Inner("additionalProperties") is not { IsEmpty: false } now)
        {
            return;
        }

        if (writer.Inner("additionalProperties") is { IsEmpty: false } before)
        {
            walk(now, before, "{}");
        }
        else
        {
            say(
                now,
                "",
                now.IsFalse
                    ? "additional properties are refused now, and were allowed"
                    : "additional properties may not be anything now, and were allowed to"
            );
        }
    }

    private static bool Needs(JsonSchemaNode schema, string name, JsonSchemaNode property) =>
        schema.Required.Contains(name) && property["default"] is null;

    private static bool IsOpen(JsonSchemaNode schema) =>
        schema.Inner("additionalProperties") is null or { IsEmpty: true } && schema.Named("patternProperties").IsEmpty;

    // Open but for what “unevaluatedProperties” refuses, which depends on keywords that may stand elsewhere.
    private static bool IsUnevaluated(JsonSchemaNode schema) =>
        IsOpen(schema)
        && schema.Inner("additionalProperties") is null
        && schema.Inner("unevaluatedProperties") is { IsEmpty: false };

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
