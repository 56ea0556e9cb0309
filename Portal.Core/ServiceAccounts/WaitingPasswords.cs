using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.ServiceAccounts;

/// <summary>Generated passwords that nobody has looked at yet, and who may.</summary>
internal static class WaitingPasswords
{
    /// <summary>Who requested it could request it today.</summary>
    public static async Task<bool> MayBeShown(
        PortalDb db,
        Caller who,
        ClusterId cluster,
        string name,
        CancellationToken stop
    )
    {
        var owned = await (
            from account in db.Set<Resource>()
            join place in db.Set<Cluster>() on account.ClusterId equals place.Id
            where account.Kind == ServiceAccountKind.Word && account.ClusterId == cluster && account.Name == name
            where account.GoneAt == null
            select new { account.OwnerTeamId, place.Environment }
        ).SingleOrDefaultAsync(stop);
        return owned is not null
            && Authority
                .May(
                    who,
                    new CallerAction.RequestChange(
                        owned.OwnerTeamId,
                        new ResourcePlace(owned.Environment, ServiceAccountKind.Word.Word, cluster, name)
                    )
                )
                .Granted;
    }

    /// <summary>That of one account: none, or one.</summary>
    public static Task<IReadOnlyList<FreshCredential>> Of(
        PortalDb db,
        Caller who,
        ClusterId cluster,
        string name,
        CancellationToken stop
    ) => For(db, db.Set<FreshCredential>().Where(c => c.ClusterId == cluster && c.Name == name), who.Actor.Name, stop);

    /// <summary>All passwords that one person could still have shown.</summary>
    public static Task<IReadOnlyList<FreshCredential>> For(PortalDb db, string person, CancellationToken stop) =>
        For(db, db.Set<FreshCredential>(), person, stop);

    private static async Task<IReadOnlyList<FreshCredential>> For(
        PortalDb db,
        IQueryable<FreshCredential> among,
        string person,
        CancellationToken stop
    )
    {
        var unseen =
            from credential in among
            join run in db.Set<ApplyRun>() on credential.RunId equals run.Id
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where credential.Sealed != null && change.Actor.Name == person
            where change.State == ChangeState.Applied || change.State == ChangeState.Settled
            select credential;
        var made = await (
            from credential in db.Set<FreshCredential>().AsNoTracking()
            join run in db.Set<ApplyRun>().AsNoTracking() on credential.RunId equals run.Id
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where change.State == ChangeState.Applied || change.State == ChangeState.Settled
            where
                unseen.Any(c =>
                    c.ClusterId == credential.ClusterId && c.Name == credential.Name && c.Id <= credential.Id
                )
            where
                db.Set<Resource>()
                    .Any(r =>
                        r.Kind == ServiceAccountKind.Word
                        && r.ClusterId == credential.ClusterId
                        && r.Name == credential.Name
                        && r.GoneAt == null
                    )
            orderby credential.Id descending
            select new Made(credential, run, change.State, change.Actor.Name)
        ).ToListAsync(stop);
        var waiting = new List<FreshCredential>();
        foreach (var account in made.GroupBy(m => (m.Credential.ClusterId, m.Credential.Name)))
        {
            // Those before it don't work any more.
            if (
                await Newest(db, account, stop) is { Credential: { Sealed: not null } credential } newest
                && newest.RequestedBy == person
            )
            {
                waiting.Add(credential);
            }
        }

        return waiting;
    }

    private static async Task<Made?> Newest(PortalDb db, IEnumerable<Made> newestFirst, CancellationToken stop)
    {
        foreach (var made in newestFirst)
        {
            if (made.State == ChangeState.Applied || await IsSet(db, made, stop))
            {
                return made;
            }
        }

        return null;
    }

    // A run that was settled may have ended before its password was set, or after that was taken back.
    private static async Task<bool> IsSet(PortalDb db, Made made, CancellationToken stop)
    {
        var (plan, history) = await RunDecision.Read(db, made.Run, stop);
        return plan
            .Steps.Select((step, i) => (Step: step, History: history.Of(i)))
            .Any(done =>
                done is { Step: SetCredential { On: var on }, History: { Done: not null, RolledBack: false } }
                && on.Cluster == made.Credential.ClusterId
                && on.Name == made.Credential.Name
            );
    }

    private sealed record Made(FreshCredential Credential, ApplyRun Run, ChangeState State, string RequestedBy);
}
