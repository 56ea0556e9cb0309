using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access;

/// <summary>Grants that end soon, for those whom it concerns: who owns the data, who owns the account that has the access, and who requested it.</summary>
public sealed class EndingAccess(IDbContextFactory<PortalDb> store, ResourceKinds kinds, TimeProvider clock)
{
    /// <param name="environment">Null: of all.</param>
    /// <returns>Those that end first, first.</returns>
    public async Task<IReadOnlyList<AccessRow>> For(Caller who, string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var (now, teams) = (clock.GetUtcNow(), who.Teams.ToArray());
        var until = now + AccessRow.Soon;
        var clusters = await db.Set<AccessGrant>()
            .Where(g => g.EndedAt == null && g.ExpiresAt > now && g.ExpiresAt <= until)
            .Select(g => g.ClusterId)
            .Distinct()
            .ToListAsync(stop);
        if (clusters.Count == 0)
        {
            return [];
        }

        var rows = await AccessRows.Grants(
            db,
            kinds,
            db.Set<Cluster>()
                .Where(c => clusters.Contains(c.Id) && (environment == null || c.Environment == environment)),
            null,
            stop
        );
        List<AccessRow> ending =
        [
            .. rows.Where(row => row.Granted?.ExpiresAt is { } at && at > now && at <= until)
                .OrderBy(row => row.Granted!.ExpiresAt),
        ];
        var mine = await Accounts(db, ending, teams, stop);
        var requested = await Requested(db, ending, who.Actor.Name, stop);
        return
        [
            .. ending.Where(row =>
                teams.Contains(row.OwnerTeam)
                || mine.Contains((row.ClusterId, row.Spec.Principal))
                || requested.Contains((row.ClusterId, row.Name))
            ),
        ];
    }

    private static async Task<HashSet<(ClusterId, string)>> Accounts(
        PortalDb db,
        List<AccessRow> ending,
        TeamId[] teams,
        CancellationToken stop
    )
    {
        var names = AccessTopics.AccountsOf(ending.Select(row => row.Spec.Principal));
        var owned = await db.Set<Resource>()
            .Where(r => r.Kind == AccessKind.Account && r.GoneAt == null && names.Contains(r.Name))
            .Where(r => teams.Contains(r.OwnerTeamId))
            .Select(r => new { r.ClusterId, r.Name })
            .ToListAsync(stop);
        return [.. owned.Select(account => (account.ClusterId, Acl.User + account.Name))];
    }

    private static async Task<HashSet<(ClusterId, string)>> Requested(
        PortalDb db,
        List<AccessRow> ending,
        string person,
        CancellationToken stop
    )
    {
        var names = ending.Select(row => row.Name).ToArray();
        var wishes = await (
            from wish in db.Set<ChangeResource>()
            join change in db.Set<Change>() on wish.ChangeId equals change.Id
            where wish.Kind == AccessKind.Word && names.Contains(wish.Name)
            where wish.Operation == ResourceOperation.Create || wish.Operation == ResourceOperation.Update
            where change.State == ChangeState.Applied && change.Actor.Name == person
            select new { wish.ClusterId, wish.Name }
        ).ToListAsync(stop);
        return [.. wishes.Select(wish => (wish.ClusterId, wish.Name))];
    }
}
