namespace Portal.Schemas.Json;

/// <summary>oneOf, anyOf and allOf: which branch takes what.</summary>
internal static class JsonSums
{
    private static readonly string[] Choices = ["oneOf", "anyOf"];

    /// <param name="fits">Whether the first takes all that the second allows.</param>
    /// <returns>Whether there is still something to compare in the keywords beside.</returns>
    public static bool Walk(
        JsonSchemaNode read,
        JsonSchemaNode written,
        Func<JsonSchemaNode, JsonSchemaNode, bool> fits,
        Action<string> say
    )
    {
        var (now, before) = (Choice(read), Choice(written));
        if (now.Length > 0 && before.Length > 0)
        {
            foreach (var branch in before.Where(branch => !now.Any(one => fits(one, branch))))
            {
                say($"no branch takes what was written by the branch {Name(branch)}");
            }
        }
        else if (now.Length > 0 && !now.Any(one => fits(one, written)))
        {
            say("no branch takes what was written");
            return false;
        }
        else if (before.Length > 0)
        {
            var refused = before.Where(branch => !fits(read, branch)).ToList();
            foreach (var branch in refused)
            {
                say($"what was written by the branch {Name(branch)} isn't taken any more");
            }

            return false;
        }

        var parts = written.Listed("allOf");
        foreach (
            var part in read.Listed("allOf").Where(part => !fits(part, written) && !parts.Any(one => fits(part, one)))
        )
        {
            say($"what was written doesn't have to be valid for the part {Name(part)}");
        }

        return read.Listed("allOf").Length > 0 || parts.Length == 0 || !parts.Any(part => fits(read, part));
    }

    private static JsonSchemaNode[] Choice(JsonSchemaNode schema) =>
        [.. Choices.SelectMany(keyword => schema.Listed(keyword))];

    private static string Name(JsonSchemaNode branch) =>
        branch.Word("title") ?? branch.Word("$ref")?.Split('/')[^1] ?? branch.Word("type") ?? branch.Pointer;
}
