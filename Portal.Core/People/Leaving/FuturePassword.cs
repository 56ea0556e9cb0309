using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Leaving;

/// <summary>
/// Changes that make a password, which their requester is shown: whoever approved one agreed to who that is. So only somebody who could have requested it
/// takes it over, and it is approved for them.
/// </summary>
internal static class FuturePassword
{
    public static bool IsOf(ResourceKinds kinds, Change change) => Of(kinds, change).Any();

    /// <summary>The successor with the roles that they keep.</summary>
    public static async Task<Caller> Reader(PortalDb db, Person to, CancellationToken stop) =>
        new(
            new Actor(to.Handle, ActorVia.Delegation),
            to.Name,
            await db.Set<Membership>()
                .AsNoTracking()
                .Where(m => m.PersonId == to.Id && !m.IsElevation)
                .ToListAsync(stop)
        );

    public static Refusal? Refused(ResourceKinds kinds, Change change, Caller to) =>
        Of(kinds, change).FirstOrDefault(r => !Authority.May(to, new CallerAction.RequestChange(r.OwnerTeamId)).Granted)
            is { } account
            ? Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["successor"] =
                        $"{to.DisplayName} would see the password of {account.Name} through change {change.Id}, and isn't in the team that owns it. Choose somebody of that team, or cancel the change first.",
                }
            )
            : null;

    private static IEnumerable<ChangeResource> Of(ResourceKinds kinds, Change change) =>
        change.Resources.Where(r =>
            r.Operation is ResourceOperation.Create or ResourceOperation.Update && kinds.Of(r.Kind).ShowsPassword
        );
}
