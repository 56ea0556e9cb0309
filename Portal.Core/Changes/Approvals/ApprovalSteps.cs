using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Approvals;

/// <summary>An approval step before it is stored beside its plan.</summary>
/// <param name="Resources">Which of the change's resources it is for, by their ordinals.</param>
public sealed record StepDraft(
    int Ordinal,
    string Title,
    TeamId Team,
    int Quorum,
    bool IsOverride,
    IReadOnlyList<int> Resources
);

/// <summary>A team and what of a change it owns.</summary>
/// <param name="Title">The team's, as people know it.</param>
public sealed record OwnedResources(TeamId Team, string Title, IReadOnlyList<int> Resources);

/// <summary>How far a step of the approvals is.</summary>
/// <param name="Lapsed">Approvals that no longer count: who gave them can't approve for the step's team any more.</param>
public sealed record StepTally(ApprovalStep Step, IReadOnlyList<Vote> Approvals, IReadOnlyList<Vote> Lapsed)
{
    public bool IsMet => Missing == 0;

    /// <summary>How many more people have to approve.</summary>
    public int Missing => Math.Max(0, Step.Quorum - DifferentPeople);

    // Whoever votes for an approver uses up the votes of both: one person counts once, in whichever hat.
    private int DifferentPeople
    {
        get
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            return Approvals.Count(vote =>
            {
                var isNew = !vote.Actor.Names.Any(seen.Contains);
                seen.UnionWith(vote.Actor.Names);
                return isNew;
            });
        }
    }
}

/// <summary>Who has to approve a plan, and whether they have.</summary>
public static class ApprovalSteps
{
    /// <summary>The steps for a plan; none means nobody has to be waited for.</summary>
    /// <param name="ordinals">Of each resource of the change: an override is for those whose checks ask for it.</param>
    public static IReadOnlyList<StepDraft> StepsFor(
        IEnumerable<ApprovalRule> rules,
        string environment,
        RiskBand band,
        IReadOnlyList<OwnedResources> owners,
        TeamId platform,
        IReadOnlyList<Finding> findings,
        IReadOnlyDictionary<ResourceRef, int> ordinals
    )
    {
        int[] all = [.. owners.SelectMany(o => o.Resources).Order()];
        List<StepDraft> steps =
        [
            .. rules
                .Where(r => r.Environment == environment && r.RiskBand == band)
                .OrderBy(r => r.Ordinal)
                .SelectMany(rule =>
                    rule.FromOwner ? ByOwner(rule, owners) : [new(0, rule.Title, platform, rule.Quorum, false, all)]
                )
                .Select((step, i) => step with { Ordinal = i + 1 }),
        ];
        var overrides = findings.Where(f => f.Verdict.NeedsOverride()).ToList();
        if (overrides.Count > 0)
        {
            int[] about = overrides.All(f => f.On is not null)
                ? [.. overrides.Select(f => ordinals[f.On!.Value]).Distinct().Order()]
                : all;
            var title = $"Override: {string.Join(", ", overrides.Select(f => f.Name))}";
            steps.Add(new(steps.Count + 1, title, platform, 1, true, about));
        }

        return steps;
    }

    private static IEnumerable<StepDraft> ByOwner(ApprovalRule rule, IReadOnlyList<OwnedResources> owners) =>
        owners.Select(owner => new StepDraft(
            0,
            owners.Count == 1 ? rule.Title : $"{rule.Title}: {owner.Title}",
            owner.Team,
            rule.Quorum,
            false,
            owner.Resources
        ));

    /// <param name="voters">Who may vote now: while a change waits, only their votes count. Null once it was approved:
    /// what was counted then stays.</param>
    internal static IReadOnlyList<StepTally> Tally(
        IEnumerable<ApprovalStep> steps,
        IEnumerable<Vote> votes,
        Voters? voters
    )
    {
        var standing = votes
            .Where(v => v.WithdrawnAt is null && v.Verdict == VoteVerdict.Approve)
            .ToLookup(v => v.StepId);
        return [.. steps.OrderBy(s => s.Ordinal).Select(s => Of(s, standing[s.Id].ToLookup(v => Counts(s, v))))];

        static StepTally Of(ApprovalStep step, ILookup<bool, Vote> counting) =>
            new(step, [.. counting[true]], [.. counting[false]]);

        bool Counts(ApprovalStep step, Vote vote) => voters is null || voters.Count(step, vote);
    }

    /// <summary>The step that is waited for now; null when all are met.</summary>
    public static ApprovalStep? Current(IEnumerable<StepTally> tally) => tally.FirstOrDefault(t => !t.IsMet)?.Step;
}
