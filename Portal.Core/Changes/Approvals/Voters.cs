using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Approvals;

/// <summary>Whose votes count at the steps of a change: approvers, and those who vote for one of them.</summary>
/// <param name="Delegates">Who may vote for an approver now.</param>
/// <param name="Places">Where the change's resources stand, by their ordinals.</param>
/// <param name="Hands">Of those who voted for an approver before, whoever may still act, whether or not the delegation has ended since.</param>
internal sealed record Voters(
    IReadOnlyList<EligibleApprover> Approvers,
    IReadOnlyList<EligibleDelegate> Delegates,
    IReadOnlyDictionary<int, ResourcePlace> Places,
    IReadOnlyCollection<string> Hands
)
{
    /// <param name="authors">Who wrote the request, who votes neither for themselves nor for others, by no account of theirs, nor does anybody for them.</param>
    /// <param name="votes">That are to be counted.</param>
    public static async Task<Voters> Of(
        PortalDb db,
        IReadOnlyCollection<TeamId> teams,
        IReadOnlyCollection<string> authors,
        IReadOnlyDictionary<int, ResourcePlace> places,
        IEnumerable<Vote> votes,
        CancellationToken stop
    )
    {
        var own = SameHuman.Of(db, authors);
        var approvers = await EligibleApprover.Of(db, teams, authors, stop);
        var delegates = await EligibleDelegate
            .All(db)
            .Where(d => teams.Contains(d.Team) && !own.Contains(d.Handle) && !own.Contains(d.For))
            .OrderBy(d => d.For)
            .ThenBy(d => d.Handle)
            .ToListAsync(stop);
        string[] hands = [.. votes.Where(v => v.Actor.OnBehalfOf is not null).Select(v => v.Actor.Name).Distinct()];
        return new(
            approvers,
            delegates,
            places,
            hands.Length == 0
                ? []
                : await db.PeopleWithAccess()
                    .Where(p => hands.Contains(p.Handle) && !own.Contains(p.Handle))
                    .Where(p => db.Set<Membership>().Any(m => m.PersonId == p.Id && !m.IsElevation))
                    .Select(p => p.Handle)
                    .ToListAsync(stop)
        );
    }

    /// <summary>Who may approve at this step by themselves, by handle.</summary>
    public IEnumerable<EligibleApprover> At(ApprovalStep step)
    {
        var about = About(step);
        return Approvers.Where(a => a.Team == step.TeamId && a.Covers(about));
    }

    /// <summary>What the step is for.</summary>
    public IReadOnlyList<ResourcePlace> About(ApprovalStep step) => [.. step.Resources.Select(r => Places[r])];

    /// <summary>Whether a vote at this step counts: an approver's own, or one for an approver.</summary>
    public bool Count(ApprovalStep step, Vote vote) =>
        At(step).Any(a => a.Handle == (vote.Actor.OnBehalfOf ?? vote.Actor.Name))
        && (
            vote.Actor.OnBehalfOf is null
            || Hands.Contains(vote.Actor.Name)
            || Delegates.Any(d => d.Handle == vote.Actor.Name && d.For == vote.Actor.OnBehalfOf)
        );
}
