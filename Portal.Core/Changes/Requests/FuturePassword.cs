using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>
/// Changes that make a password, which their requester is shown: whoever approved one agreed to who that is. So that is only ever somebody who could have
/// requested it themselves.
/// </summary>
internal static class FuturePassword
{
    public static bool IsOf(ResourceKinds kinds, Change change) => Of(kinds, change.Resources).Any();

    /// <summary>Somebody with the roles that they keep; nobody's are none.</summary>
    public static async Task<Caller> Reader(PortalDb db, string handle, CancellationToken stop)
    {
        var person = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Handle == handle, stop);
        var actor = new Actor(handle, ActorVia.Delegation);
        if (person is null)
        {
            return new(actor, handle, []);
        }

        var whole = await db.Set<Membership>()
            .AsNoTracking()
            .Where(m => m.PersonId == person.Id && !m.IsElevation)
            .ToListAsync(stop);
        return new(actor, person.Name, whole)
        {
            Scoped = await db.Set<ScopedRole>().AsNoTracking().Where(r => r.PersonId == person.Id).ToListAsync(stop),
        };
    }

    /// <param name="environment">The change's.</param>
    /// <returns>The account whose password the reader would see and couldn't have requested; null: there is none.</returns>
    public static ChangeResource? Beyond(
        ResourceKinds kinds,
        string environment,
        IEnumerable<ChangeResource> wished,
        Caller reader
    ) =>
        Of(kinds, wished)
            .FirstOrDefault(r =>
                !Authority.May(reader, new CallerAction.RequestChange(r.OwnerTeamId, r.In(environment).At)).Granted
            );

    private static IEnumerable<ChangeResource> Of(ResourceKinds kinds, IEnumerable<ChangeResource> wished) =>
        wished.Where(r =>
            r.Operation is ResourceOperation.Create or ResourceOperation.Update && kinds.Of(r.Kind).ShowsPassword
        );
}
