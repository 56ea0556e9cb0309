using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes;

/// <summary>What a vote is judged against: the current plan, its steps and the votes that stand.</summary>
internal sealed record Booth(Plan? Plan, IReadOnlyList<ApprovalStep> Steps, IReadOnlyList<Vote> Votes)
{
    public static async Task<Booth> Open(PortalDb db, Change change, CancellationToken stop) =>
        new(
            await db.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.Id == change.PlanId, stop),
            await db
                .ApprovalSteps.AsNoTracking()
                .Where(s => s.PlanId == change.PlanId)
                .OrderBy(s => s.Ordinal)
                .ToListAsync(stop),
            await db.Votes.AsNoTracking().StandingOn(change.PlanId).ToListAsync(stop)
        );

    public Refusal? Refusal(Standing who, Change change, Ballot ballot)
    {
        if (Plan is null)
        {
            return Core.Refusal.Conflict($"This change is {change.State.InWords()}; there is no plan to judge yet.");
        }

        if (ballot.PlanNumber != Plan.Number || ballot.PlanHash != Plan.Hash)
        {
            return Core.Refusal.Conflict(
                $"You judged plan {ballot.PlanNumber}, but plan {Plan.Number} has replaced it. Read that one and vote again."
            );
        }

        if (Votes.Any(v => v.Actor.Name == who.Actor.Name))
        {
            return Core.Refusal.Conflict(
                "You have voted on this plan already. Take that vote back first if you changed your mind."
            );
        }

        if (ballot.Verdict != VoteVerdict.Approve && ballot.Comment.Trim().Length == 0)
        {
            return Core.Refusal.Invalid(
                new Dictionary<string, string> { ["comment"] = "Say why: the requester has to know what to change." }
            );
        }

        if (ballot.Comment.Length > 4_000)
        {
            return Core.Refusal.Invalid(
                new Dictionary<string, string> { ["comment"] = "A comment has at most 4,000 characters." }
            );
        }

        var open = OpenSteps();
        var answers = (open.Count > 0 ? open : Steps).Select(s => May(who, change, s)).ToList();
        return answers.Any(a => a.Granted)
            ? null
            : Core.Refusal.Denied(answers.FirstOrDefault()?.Words ?? "Nobody has to approve this change.");
    }

    /// <summary>The step this person's approval counts for: the first open one they may vote at.</summary>
    public ApprovalStep? StepFor(Standing who) => OpenSteps().FirstOrDefault(s => who.Has(Role.Approver, s.TeamId));

    private List<ApprovalStep> OpenSteps() =>
        [.. Approvals.Tally(Steps, Votes).Where(t => !t.IsMet).Select(t => t.Step)];

    private static Permission May(Standing who, Change change, ApprovalStep step) =>
        Authority.May(who, new Operation.Vote(step.TeamId, change.Authors));
}
