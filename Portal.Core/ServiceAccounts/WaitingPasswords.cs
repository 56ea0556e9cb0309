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

    public static IQueryable<FreshCredential> Of(PortalDb db, Caller who, ClusterId cluster, string name) =>
        For(db, who.Actor.Name).Where(c => c.ClusterId == cluster && c.Name == name);

    /// <summary>All passwords that one person could still have shown.</summary>
    public static IQueryable<FreshCredential> For(PortalDb db, string person) =>
        from credential in db.Set<FreshCredential>()
        join run in db.Set<ApplyRun>() on credential.RunId equals run.Id
        join change in db.Set<Change>() on run.ChangeId equals change.Id
        where credential.Sealed != null
        where change.State == ChangeState.Applied && change.Actor.Name == person
        // A later rotation, or a deletion, made it one that doesn't work.
        where
            !(
                from later in db.Set<FreshCredential>()
                join its in db.Set<ApplyRun>() on later.RunId equals its.Id
                join rotation in db.Set<Change>() on its.ChangeId equals rotation.Id
                where later.ClusterId == credential.ClusterId && later.Name == credential.Name
                where later.Id > credential.Id
                where rotation.State == ChangeState.Applied
                select later
            ).Any()
        where
            db.Set<Resource>()
                .Any(r =>
                    r.Kind == ServiceAccountKind.Word
                    && r.ClusterId == credential.ClusterId
                    && r.Name == credential.Name
                    && r.GoneAt == null
                )
        select credential;
}
