using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Plans;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Approvals;

/// <summary>What a vote is judged against: the current plan, its steps, the votes that stand, and who else could vote.</summary>
internal sealed record VotingRound(
    Plan? Plan,
    IReadOnlyList<ApprovalStep> Steps,
    IReadOnlyList<Vote> Votes,
    Voters Voters
)
{
    // By all accounts of theirs: who wrote the request; who voted, or for whom somebody did.
    private IReadOnlyCollection<string> Authors { get; init; } = [];
    private IReadOnlyCollection<string> Voted { get; init; } = [];

    public static async Task<VotingRound> Open(PortalDb db, Change change, CancellationToken stop)
    {
        var plan = await db.Set<Plan>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == change.PlanId, stop);
        var steps = await db.Set<ApprovalStep>()
            .AsNoTracking()
            .Where(s => s.PlanId == change.PlanId)
            .OrderBy(s => s.Ordinal)
            .ToListAsync(stop);
        var votes = await db.Set<Vote>().AsNoTracking().CurrentOn(change.PlanId).ToListAsync(stop);
        TeamId[] teams = [.. steps.Select(s => s.TeamId).Distinct()];
        return new(plan, steps, votes, await Voters.Of(db, teams, change.Authors, change.Places, votes, stop))
        {
            Authors = await SameHuman.Of(db, change.Authors).ToListAsync(stop),
            Voted = await SameHuman.Of(db, [.. votes.SelectMany(v => v.Actor.Names)]).ToListAsync(stop),
        };
    }

    /// <summary>
    /// As whom somebody votes: as themselves where they may; else for an approver who named them, if neither that one nor anybody for them has voted.
    /// </summary>
    public Caller As(Caller who, Change change, VoteVerdict verdict)
    {
        var steps = StepsFor(verdict);
        return steps.Any(step => May(who, change, step).Granted)
            ? who
            : Voters
                .Delegates.Where(d => d.Handle == who.Actor.Name && !HaveVoted.Contains(d.For))
                .Select(d => d.Acting(who))
                .FirstOrDefault(acting => steps.Any(step => May(acting, change, step).Granted), who);
    }

    public Refusal? Refusal(Caller who, Change change, Ballot ballot)
    {
        if (Plan is null)
        {
            return Core.Refusal.Conflict($"This change is {change.State.InWords()}; there is no plan to vote on yet.");
        }

        if (ballot.PlanNumber != Plan.Number || ballot.PlanHash != Plan.Hash)
        {
            return Core.Refusal.Conflict(
                $"You voted on plan {ballot.PlanNumber}, but plan {Plan.Number} has replaced it. Read that one and vote again."
            );
        }

        if (Votes.FirstOrDefault(v => v.Actor.Names.Contains(who.Actor.Name)) is { } vote)
        {
            return Core.Refusal.Conflict(
                vote.Actor.Name == who.Actor.Name
                    ? "You have voted on this plan already. Take that vote back first if you changed your mind."
                    : $"{vote.Actor.Name} has voted for you on this plan. Take that vote back first to vote yourself."
            );
        }

        if (who.Actor.Names.Intersect(Voted, StringComparer.Ordinal).Any())
        {
            return Core.Refusal.Conflict("Another account with your e-mail address has voted on this plan already.");
        }

        if (ballot.Problem() is { } problem)
        {
            return problem;
        }

        var answers = StepsFor(ballot.Verdict).Select(s => May(who, change, s)).ToList();
        if (answers.Any(a => a.Granted))
        {
            return null;
        }

        return Steps.FirstOrDefault(s => May(who, change, s).Granted) is { } met
            ? Core.Refusal.Conflict(
                $"Your approval isn't needed: “{met.Title}” has its approvals already. You can still reject the change or send it back."
            )
            : Core.Refusal.Denied(answers.FirstOrDefault()?.Words ?? "Nobody has to approve this change.");
    }

    /// <summary>
    /// The step this person's vote counts for: of the open ones they may vote at, one that leaves the others as many of the votes
    /// they still need as possible, so that the order of votes locks nobody out; then the one with the fewest others to spare; the
    /// first of several. Where they may vote at none that is open, the first that they may vote at.
    /// </summary>
    public ApprovalStep? StepFor(Caller who)
    {
        var voted = HaveVoted.Union(who.Actor.Names, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var needed = Tally(Votes).Where(t => !t.IsMet).ToDictionary(t => t.Step, t => t.Missing);
        var others = (
            from step in needed.Keys
            from approver in Voters.At(step)
            where !voted.Contains(approver.Handle)
            select (Step: step, approver.Handle)
        ).ToLookup(a => a.Step, a => a.Handle);
        return needed
            .Keys.Where(step => IsApprover(who, step))
            .OrderByDescending(Served)
            .ThenBy(step => others[step].Count() - needed[step])
            .ThenBy(step => step.Ordinal)
            .FirstOrDefault(Steps.FirstOrDefault(step => IsApprover(who, step)));

        // How many of the votes that are still needed others could give, once this step has one more.
        int Served(ApprovalStep chosen)
        {
            var votes = new VoteMatching<ApprovalStep>(others);
            return needed
                .SelectMany(n => Enumerable.Repeat(n.Key, n.Key == chosen ? n.Value - 1 : n.Value))
                .Count(step => votes.Serve(step, out _));
        }
    }

    public IReadOnlyList<StepTally> Tally(IEnumerable<Vote> votes) => ApprovalSteps.Tally(Steps, votes, Voters);

    // By their own hand or another's.
    private HashSet<string> HaveVoted => Votes.SelectMany(v => v.Actor.Names).ToHashSet(StringComparer.Ordinal);

    // An approval is for a step that still needs one. Against the whole change is whoever may vote at any of its steps.
    private IReadOnlyList<ApprovalStep> StepsFor(VoteVerdict verdict) =>
        verdict == VoteVerdict.Approve && Tally(Votes).Where(t => !t.IsMet).Select(t => t.Step).ToList() is [_, ..] open
            ? open
            : Steps;

    private bool IsApprover(Caller who, ApprovalStep step) =>
        Authority.May(who, new CallerAction.CastVote(step.TeamId, [], Voters.About(step))).Granted;

    private Permission May(Caller who, Change change, ApprovalStep step) =>
        Authority.May(who, new CallerAction.CastVote(step.TeamId, [.. Authors], Voters.About(step)));
}
