using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>Schemas that are applied to the same value ("Core", 10.2).</summary>
internal static class JsonBranches
{
    private const int MostOfNearest = 10;

    public static void Check(JsonMeeting at)
    {
        foreach (var part in Listed(at, "allOf"))
        {
            at.Outcome.Include(at.Of(part));
        }

        Alternatives(at, "anyOf");
        Alternatives(at, "oneOf");
        if (at["not"] is { } not && at.Of(not).IsValid)
        {
            at.Wrong("not", $"What “not” describes isn't allowed, found {PayloadWords.Found(at.Value)}.");
        }

        if (at["if"] is { } condition)
        {
            var outcome = at.Of(condition);
            if (outcome.IsValid)
            {
                at.Outcome.Include(outcome);
            }

            if (at[outcome.IsValid ? "then" : "else"] is { } follows)
            {
                at.Outcome.Include(at.Of(follows));
            }
        }
    }

    private static void Alternatives(JsonMeeting at, string rule)
    {
        var branches = Listed(at, rule);
        if (branches.Count == 0)
        {
            return;
        }

        var outcomes = branches.Select(branch => (Branch: branch, Outcome: at.Of(branch))).ToList();
        var fitting = outcomes.Where(one => one.Outcome.IsValid).ToList();
        if (fitting.Count == 0)
        {
            Refuse(at, rule, outcomes);
        }
        else if (rule == "oneOf" && fitting.Count > 1)
        {
            at.Wrong(
                rule,
                $"Fits {fitting.Count} of the alternatives ({PayloadWords.Choices([.. fitting.Select(one => Name(one.Branch))])}), and exactly one is allowed."
            );
        }
        else
        {
            fitting.ForEach(one => at.Outcome.Include(one.Outcome));
        }
    }

    // The nearest takes its type, and the constants that variants are told apart by; of those it has the fewest errors.
    private static void Refuse(JsonMeeting at, string rule, List<(JsonPart Branch, JsonOutcome Outcome)> outcomes)
    {
        var nearest = outcomes
            .OrderBy(one => one.Outcome.Errors.Any(error => error.Path == at.Path && error.Rule == "type"))
            .ThenBy(one => one.Outcome.Errors.Any(error => error.Rule is "const" or "enum"))
            .ThenBy(one => one.Outcome.Errors.Count)
            .First();
        var those = outcomes.Count == 1 ? "the only alternative" : $"none of the {outcomes.Count} alternatives";
        at.Wrong(
            rule,
            outcomes.Count == 1
                ? $"Doesn't fit {those}, {Name(nearest.Branch)}."
                : $"Fits {those}. The nearest is {Name(nearest.Branch)}; what it lacks for that follows."
        );
        foreach (var error in nearest.Outcome.Errors.Take(MostOfNearest))
        {
            at.Outcome.Add(error);
        }
    }

    private static string Name(JsonPart branch) =>
        branch is JsonObject made
            ? Word(made["title"])
                ?? Word(made["$ref"])?.Split('/')[^1]
                ?? Word(made["type"])
                ?? PayloadWords.Short(branch)
            : branch.Word;

    private static string? Word(JsonPart? part) => part is JsonText text ? PayloadWords.Cut(text.Value) : null;

    private static IReadOnlyList<JsonPart> Listed(JsonMeeting at, string keyword) =>
        at[keyword] is JsonList { Items: var all } ? all : [];
}
