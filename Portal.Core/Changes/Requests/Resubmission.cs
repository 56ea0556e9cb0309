using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>Who may edit a request, and what it may not become by that, because of what it was first.</summary>
internal static class Resubmission
{
    /// <summary>By what it is about as well before the edit as after it.</summary>
    /// <param name="change">As it is stored, with its resources.</param>
    /// <param name="resources">What is requested now.</param>
    public static Permission May(Caller who, Change change, IEnumerable<ChangeResource> resources) =>
        Authority.May(
            who,
            new CallerAction.EditRequest(
                [.. change.Owned, .. resources.Select(r => r.In(change.Environment))],
                change.Authors
            )
        );

    /// <param name="environment">In which it would be.</param>
    /// <param name="resources">What is requested now.</param>
    public static async Task<Refusal?> Refused(
        PortalDb db,
        ResourceKinds kinds,
        Caller who,
        Change change,
        string environment,
        IReadOnlyList<ChangeResource> resources,
        CancellationToken stop
    )
    {
        if (
            change.Environment != environment
            || !change.Owners.ToHashSet().SetEquals(resources.Select(r => r.OwnerTeamId))
        )
        {
            return Refusal.Conflict(
                "A request stays in its environment and with its owners. Make a new request instead."
            );
        }

        // Whoever requested it first is shown the password that it makes, whoever edited it since.
        var first = await FuturePassword.Reader(db, change.Actor.Name, stop);
        return
            change.Actor.Name != who.Actor.Name
            && FuturePassword.Beyond(kinds, environment, resources, first) is { } account
            ? Refusal.Conflict(
                $"{first.DisplayName} requested this first and would see the password of {account.Name}, but has no role by which they can request it. Request the account in a change of your own."
            )
            : null;
    }
}
