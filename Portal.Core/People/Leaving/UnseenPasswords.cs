using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Leaving;

/// <summary>Passwords of Kafka service accounts that somebody requested and hasn't seen: once that person is out, nobody sees them.</summary>
internal static class UnseenPasswords
{
    /// <summary>Those that wait to be shown, and those that changes make which are being applied.</summary>
    public static async Task<IReadOnlyList<UnseenPassword>> Of(
        PortalDb db,
        ResourceKinds kinds,
        string person,
        CancellationToken stop
    )
    {
        ResourceKind[] shown = [.. kinds.All.Where(kind => kind.ShowsPassword).Select(kind => kind.Kind)];
        var running = Enum.GetValues<ChangeState>().Where(state => state.IsRunning()).ToArray();
        var waiting = (await WaitingPasswords.For(db, person, stop)).Select(password => password.Id).ToArray();
        var made = await (
            from password in db.Set<FreshCredential>()
            join cluster in db.Set<Cluster>() on password.ClusterId equals cluster.Id
            join account in db.Set<Resource>()
                on new { password.ClusterId, password.Name } equals new { account.ClusterId, account.Name }
            join owner in db.Set<Team>() on account.OwnerTeamId equals owner.Id
            where waiting.Contains(password.Id) && shown.Contains(account.Kind) && account.GoneAt == null
            select new UnseenPassword(cluster.Name, password.Name, owner.Title, true)
        ).ToListAsync(stop);
        var coming = await (
            from wish in db.Set<ChangeResource>()
            join change in db.Set<Change>() on wish.ChangeId equals change.Id
            join cluster in db.Set<Cluster>() on wish.ClusterId equals cluster.Id
            join owner in db.Set<Team>() on wish.OwnerTeamId equals owner.Id
            where change.Actor.Name == person && running.Contains(change.State) && shown.Contains(wish.Kind)
            where wish.Operation == ResourceOperation.Create || wish.Operation == ResourceOperation.Update
            select new UnseenPassword(cluster.Name, wish.Name, owner.Title, false)
        ).ToListAsync(stop);
        return
        [
            .. made.Concat(coming)
                .OrderBy(password => password.Cluster, StringComparer.Ordinal)
                .ThenBy(password => password.Name, StringComparer.Ordinal),
        ];
    }
}
