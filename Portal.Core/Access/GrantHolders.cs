using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>The run that has a grant in hand: nothing else may change the grant until it is over.</summary>
public sealed record GrantHolder(ChangeId Change, RunState State, string RequestedBy);

/// <summary>Which run has a grant in hand, and whether the portal manages one of its name.</summary>
public static class GrantHolders
{
    /// <summary>Null: none has.</summary>
    public static Task<GrantHolder?> Of(PortalDb db, AccessGrant grant, CancellationToken stop) =>
        (
            from target in db.Set<RunTarget>()
            join run in db.Set<ApplyRun>() on target.RunId equals run.Id
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where target.Kind == AccessKind.Word && target.ClusterId == grant.ClusterId && target.Name == grant.Name
            select new GrantHolder(change.Id, run.State, change.Actor.Name)
        ).SingleOrDefaultAsync(stop);

    /// <summary>Whether it is managed: the run that made it has ended well, and it wasn't removed since.</summary>
    public static Task<bool> IsManaged(PortalDb db, AccessGrant grant, CancellationToken stop) =>
        db.Set<Resource>()
            .AnyAsync(
                r =>
                    r.Kind == AccessKind.Word
                    && r.ClusterId == grant.ClusterId
                    && r.Name == grant.Name
                    && r.GoneAt == null,
                stop
            );
}
