using Portal.Core.Resources;

namespace Portal.Core.Changes.Approvals;

/// <summary>
/// Approvals that can never all be given, said while there is time to fix it and not after two weeks of waiting. A person
/// has one vote on a plan, so who could serve several of its steps serves one of them.
/// </summary>
internal static class ApproverShortage
{
    public const string Check = "approvers";

    /// <param name="approvers">Who may approve at each step; who wrote the request doesn't count.</param>
    public static IEnumerable<Finding> Of(IReadOnlyList<StepDraft> steps, ILookup<StepDraft, string> approvers)
    {
        // Each team by itself first: its words are the plainest. Then all, for people who would have to vote twice.
        var wrong = steps
            .GroupBy(s => s.Team)
            .Select(team => Unserved([.. team], approvers))
            .Where(unserved => unserved.Count > 0)
            .Select(unserved => Words(unserved, approvers))
            .ToList();
        if (wrong.Count == 0 && Unserved(steps, approvers) is { Count: > 0 } together)
        {
            wrong.Add(Words(together, approvers));
        }

        return wrong.Count == 0 ? [] : [new(Check, CheckVerdict.Noted, string.Join(" ", wrong))];
    }

    /// <summary>Steps that together need more different people than there are (Hall's theorem names them); none when all can be served.</summary>
    private static List<StepDraft> Unserved(IReadOnlyList<StepDraft> steps, ILookup<StepDraft, string> approvers)
    {
        var votes = new VoteMatching<StepDraft>(approvers);
        foreach (var step in steps.SelectMany(s => Enumerable.Repeat(s, s.Quorum)))
        {
            if (!votes.Serve(step, out var asked))
            {
                return [.. steps.Where(s => approvers[s].All(asked.Contains))];
            }
        }

        return [];
    }

    private static string Words(IReadOnlyList<StepDraft> steps, ILookup<StepDraft, string> approvers)
    {
        var needed = steps.Sum(s => s.Quorum);
        var can = steps.SelectMany(step => approvers[step]).Distinct(StringComparer.Ordinal).Count();
        var who = $"{(can == 0 ? "nobody" : $"only {can}")} other than the requester can";
        const string Fix = "a platform engineer has to name more approvers";
        return steps is [var only]
            ? $"“{only.Title}” needs {needed} to approve, and {who}: {Fix} of that team."
            : $"{string.Join(" and ", steps.Select(s => $"“{s.Title}”"))} need {needed} different people, because each has one vote, and {who}: {Fix}.";
    }
}
