using System.Collections.Immutable;

namespace Portal.Schemas.Json;

/// <summary>oneOf, anyOf and allOf: which branch takes what.</summary>
/// <param name="fits">Whether the first, of the reader, takes all that the second, of the writer, allows.</param>
/// <param name="alone">A schema without its oneOf and anyOf.</param>
/// <param name="say">What is wrong, and how well it fits all the same.</param>
/// <param name="isBranch">Whether it fits is all that is looked for: what only some registries refuse doesn't count.</param>
internal sealed class JsonSums(
    Func<JsonSchemaNode, JsonSchemaNode, JsonFit> fits,
    Func<JsonSchemaNode, JsonSchemaNode> alone,
    Action<string, JsonFit> say,
    bool isBranch
)
{
    public static readonly string[] Choices = ["oneOf", "anyOf"];

    /// <returns>Whether there is still something to compare in the keywords beside.</returns>
    public bool Walk(JsonSchemaNode read, JsonSchemaNode written)
    {
        var (now, before) = (Offered(read), Offered(written));
        if (now.Length == 0 && before.Length > 0)
        {
            Without(read, written, before);
            return false;
        }

        foreach (var keyword in now)
        {
            if (before.Length > 0)
            {
                // Each keyword holds by itself. One that is new is held against the other.
                Branches(read, keyword, written, before.Contains(keyword) ? keyword : before[0]);
            }
            else if (Best(read.Listed(keyword).Select(one => fits(one, written))) is not JsonFit.Taken and var fit)
            {
                say("no branch takes what was written", fit);
                if (fit == JsonFit.Refused)
                {
                    return false;
                }
            }
        }

        var parts = written.Listed("allOf");
        foreach (var part in read.Listed("allOf"))
        {
            if (Best(parts.Prepend(written).Select(one => fits(part, one))) is not JsonFit.Taken and var fit)
            {
                say($"what was written doesn't have to be valid for the part {Name(part)}", fit);
            }
        }

        return read.Listed("allOf").Length > 0 || parts.All(part => fits(read, part) != JsonFit.Taken);
    }

    // The branches of one keyword may be enough.
    private void Without(JsonSchemaNode read, JsonSchemaNode written, string[] before)
    {
        var refused = before
            .Select(keyword => Refused([read], written, keyword))
            .MinBy(branches => (branches.Count(one => one.Fit == JsonFit.Refused), branches.Count))!;
        foreach (var (branch, fit) in refused)
        {
            say($"what was written by the branch {Name(branch)} isn't taken any more", fit);
        }
    }

    private void Branches(JsonSchemaNode read, string keyword, JsonSchemaNode written, string former)
    {
        var (now, before) = (read.Listed(keyword), written.Listed(former));
        var refused = Refused(now, written, former);
        foreach (var (branch, fit) in refused)
        {
            say($"no branch takes what was written by the branch {Name(branch)}", fit);
        }

        // A keyword that joins the former takes no branch of it away.
        var isJoined = keyword != former && read.Listed(former).Length > 0;
        if ((keyword, former) == ("oneOf", "anyOf") && now.Length > 1 && before.Length > 1)
        {
            say("exactly one branch has to take a value (oneOf), and before several could (anyOf)", JsonFit.Refused);
        }
        else if (refused.Count == 0 && now.Length < before.Length && !isJoined && !isBranch)
        {
            say("it has fewer branches than before", JsonFit.Undecided);
        }
    }

    // The writer's branches that none of these takes. What stands beside them holds for each, and may be enough.
    private List<(JsonSchemaNode Branch, JsonFit Fit)> Refused(
        ImmutableArray<JsonSchemaNode> readers,
        JsonSchemaNode written,
        string keyword
    )
    {
        var refused = written
            .Listed(keyword)
            .Select(branch => (Branch: branch, Fit: Best(readers.Select(one => fits(one, branch)))))
            .Where(one => one.Fit != JsonFit.Taken)
            .ToList();
        if (refused.Count == 0)
        {
            return refused;
        }

        var beside = alone(written);
        var whole = Best(readers.Select(one => fits(one, beside)));
        return whole == JsonFit.Taken ? [] : refused.ConvertAll(one => (one.Branch, Best([one.Fit, whole])));
    }

    // The others aren't compared once one takes all.
    private static JsonFit Best(IEnumerable<JsonFit> all)
    {
        var best = JsonFit.Refused;
        foreach (var fit in all)
        {
            if (fit == JsonFit.Taken)
            {
                return fit;
            }

            best = fit > best ? fit : best;
        }

        return best;
    }

    private static string[] Offered(JsonSchemaNode schema) =>
        [.. Choices.Where(keyword => schema.Listed(keyword).Length > 0)];

    private static string Name(JsonSchemaNode branch) =>
        branch.Word("title") ?? branch.Word("$ref")?.Split('/')[^1] ?? branch.Word("type") ?? branch.Pointer;
}
