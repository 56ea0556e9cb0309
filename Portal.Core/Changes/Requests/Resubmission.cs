using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>What an edited request may not become, because of what it was first.</summary>
internal static class Resubmission
{
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
        return change.Actor.Name != who.Actor.Name && FuturePassword.Beyond(kinds, resources, first) is { } account
            ? Refusal.Conflict(
                $"{first.DisplayName} requested this first and would see the password of {account.Name}, without being in the team that owns it. Request the account in a change of your own."
            )
            : null;
    }
}
