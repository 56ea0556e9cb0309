namespace Portal.Core.Changes.Approvals;

/// <summary>
/// The votes that stand: about this plan and not taken back. A plan is known by its id, never by its hash: evidence isn't
/// hashed, so a plan that was made again on an unmoved cluster has the former one's hash, and still starts the votes over.
/// </summary>
public static class CurrentVotes
{
    public static IQueryable<Vote> CurrentOn(this IQueryable<Vote> votes, PlanId? plan) =>
        votes.Where(vote => vote.PlanId == plan && vote.WithdrawnAt == null);

    public static IEnumerable<Vote> CurrentOn(this IEnumerable<Vote> votes, PlanId? plan) =>
        votes.Where(vote => vote.PlanId == plan && vote.WithdrawnAt is null);
}
