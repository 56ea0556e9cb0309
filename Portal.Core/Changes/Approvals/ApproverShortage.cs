using Portal.Core.Resources;

namespace Portal.Core.Changes.Approvals;

/// <summary>
/// Approvals that can never all be given, said while there is time to mend it and not after two weeks of waiting. A person
/// has one vote on a plan, so who could serve two of its steps serves one of them.
/// </summary>
internal static class ApproverShortage
{
    public const string Check = "approvers";

    /// <param name="approvers">Who may approve for each team; who wrote the request doesn't count.</param>
    public static IEnumerable<Finding> Of(IReadOnlyList<StepDraft> steps, ILookup<TeamId, string> approvers)
    {
        // A step asks its owner's team or platform: each team by itself and both together is all there is to look at.
        var byTeam = steps.ToLookup(s => s.Team);
        var wrong = byTeam.Select(team => Words([.. team], approvers)).OfType<string>().ToList();
        if (wrong.Count == 0 && Words(steps, approvers) is { } together)
        {
            wrong.Add(together);
        }

        return wrong.Count == 0 ? [] : [new(Check, CheckVerdict.Noted, string.Join(" ", wrong))];
    }

    private static string? Words(IReadOnlyList<StepDraft> steps, ILookup<TeamId, string> approvers)
    {
        var needed = steps.Sum(s => s.Quorum);
        var can = steps
            .Select(s => s.Team)
            .Distinct()
            .SelectMany(team => approvers[team])
            .Distinct(StringComparer.Ordinal)
            .Count();
        if (can >= needed)
        {
            return null;
        }

        var who = $"{(can == 0 ? "nobody" : $"only {can}")} can who didn't write the request";
        const string Mend = "a platform engineer has to name more approvers";
        return steps is [var only]
            ? $"“{only.Title}” needs {needed} to approve, and {who}: {Mend} of that team."
            : $"{string.Join(" and ", steps.Select(s => $"“{s.Title}”"))} need {needed} different people, because each has one vote, and {who}: {Mend}.";
    }
}
