using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access;

/// <summary>
/// Grants that end soon, for those whom it concerns: who owns the data, who owns the account that has the access, and who requested it. However many
/// others there are, none of them is read.
/// </summary>
public sealed class EndingAccess(IDbContextFactory<PortalDb> store, ResourceKinds kinds, TimeProvider clock)
{
    /// <param name="environment">Null: of all.</param>
    /// <returns>Those that end first, first.</returns>
    public async Task<IReadOnlyList<AccessRow>> For(Caller who, string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var now = clock.GetUtcNow();
        var until = now + AccessRow.Soon;
        var ending =
            from grant in db.Set<AccessGrant>()
            join cluster in db.Set<Cluster>() on grant.ClusterId equals cluster.Id
            where grant.EndedAt == null && grant.ExpiresAt > now && grant.ExpiresAt <= until
            where cluster.DeregisteredAt == null && (environment == null || cluster.Environment == environment)
            select grant;
        var mine = await Concerning(db, ending, [.. who.Teams], who.Actor.Name).AsNoTracking().ToListAsync(stop);
        if (mine.Count == 0)
        {
            return [];
        }

        var clusters = mine.Select(grant => grant.ClusterId).Distinct().ToArray();
        var names = mine.Select(grant => grant.Name).Distinct(StringComparer.Ordinal).ToArray();
        var rows = await AccessRows.Named(
            db,
            kinds,
            db.Set<Cluster>().Where(c => clusters.Contains(c.Id)),
            names,
            stop
        );
        var ids = mine.Select(grant => grant.Id).ToHashSet();
        return
        [
            .. rows.Where(row => row.Granted is { ExpiresAt: not null } granted && ids.Contains(granted.Id))
                .OrderBy(row => row.Granted!.ExpiresAt),
        ];
    }

    private static IQueryable<AccessGrant> Concerning(
        PortalDb db,
        IQueryable<AccessGrant> ending,
        TeamId[] teams,
        string person
    )
    {
        var managed = db.Set<Resource>().Where(r => r.GoneAt == null);
        var ofData =
            from grant in ending
            join resource in managed
                on new { grant.ClusterId, grant.Name } equals new { resource.ClusterId, resource.Name }
            where resource.Kind == AccessKind.Word && teams.Contains(resource.OwnerTeamId)
            select grant;
        var ofAccounts =
            from grant in ending
            join account in managed
                on new { grant.ClusterId, grant.Principal } equals new
                {
                    account.ClusterId,
                    Principal = Acl.User + account.Name,
                }
            where account.Kind == AccessKind.Account && teams.Contains(account.OwnerTeamId)
            select grant;
        var requested =
            from grant in ending
            join wish in db.Set<ChangeResource>()
                on new { grant.ClusterId, grant.Name } equals new { wish.ClusterId, wish.Name }
            join change in db.Set<Change>() on wish.ChangeId equals change.Id
            where wish.Kind == AccessKind.Word
            where wish.Operation == ResourceOperation.Create || wish.Operation == ResourceOperation.Update
            where change.State == ChangeState.Applied && change.Actor.Name == person
            select grant;
        // Of one that isn't managed yet, whose data it is on is known by the change that makes it.
        var underWay =
            from unrecorded in UnrecordedGrants.Among(db, ending)
            where teams.Contains(unrecorded.Wish.OwnerTeamId)
            select unrecorded.Grant;
        return ofData.Union(ofAccounts).Union(requested).Union(underWay);
    }
}
