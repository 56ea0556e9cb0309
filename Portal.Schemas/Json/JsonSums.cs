namespace Portal.Schemas.Json;

/// <summary>oneOf, anyOf and allOf: which branch takes what.</summary>
/// <param name="fits">Whether the first, of the reader, takes all that the second, of the writer, allows.</param>
/// <param name="alone">A schema without its oneOf and anyOf.</param>
/// <param name="say">What is wrong, and whether that is certain.</param>
/// <param name="isBranch">Whether it fits is all that is looked for: what only some registries refuse doesn't count.</param>
internal sealed class JsonSums(
    Func<JsonSchemaNode, JsonSchemaNode, bool> fits,
    Func<JsonSchemaNode, JsonSchemaNode> alone,
    Action<string, bool> say,
    bool isBranch
)
{
    public static readonly string[] Choices = ["oneOf", "anyOf"];

    /// <returns>Whether there is still something to compare in the keywords beside.</returns>
    public bool Walk(JsonSchemaNode read, JsonSchemaNode written)
    {
        var (now, before) = (Choice(read), Choice(written));
        if (now.Length > 0 && before.Length > 0)
        {
            Branches(read, written, now, before);
        }
        else if (now.Length > 0 && !now.Any(one => fits(one, written)))
        {
            say("no branch takes what was written", true);
            return false;
        }
        else if (before.Length > 0)
        {
            // What stands beside the branches holds for each of them, and may be enough.
            var refused = fits(read, alone(written)) ? [] : before.Where(branch => !fits(read, branch)).ToList();
            foreach (var branch in refused)
            {
                say($"what was written by the branch {Name(branch)} isn't taken any more", true);
            }

            return false;
        }

        var parts = written.Listed("allOf");
        foreach (
            var part in read.Listed("allOf").Where(part => !fits(part, written) && !parts.Any(one => fits(part, one)))
        )
        {
            say($"what was written doesn't have to be valid for the part {Name(part)}", true);
        }

        return read.Listed("allOf").Length > 0 || parts.Length == 0 || !parts.Any(part => fits(read, part));
    }

    private void Branches(JsonSchemaNode read, JsonSchemaNode written, JsonSchemaNode[] now, JsonSchemaNode[] before)
    {
        var refused = before.Where(branch => !now.Any(one => fits(one, branch))).ToList();
        foreach (var branch in refused)
        {
            say($"no branch takes what was written by the branch {Name(branch)}", true);
        }

        if (read.Listed("oneOf").Length > 1 && written.Listed("anyOf").Length > 1 && written["oneOf"] is null)
        {
            say("exactly one branch has to take a value (oneOf), and before several could (anyOf)", true);
        }
        else if (refused.Count == 0 && now.Length < before.Length && !isBranch)
        {
            say("it has fewer branches than before", false);
        }
    }

    private static JsonSchemaNode[] Choice(JsonSchemaNode schema) =>
        [.. Choices.SelectMany(keyword => schema.Listed(keyword))];

    private static string Name(JsonSchemaNode branch) =>
        branch.Word("title") ?? branch.Word("$ref")?.Split('/')[^1] ?? branch.Word("type") ?? branch.Pointer;
}
