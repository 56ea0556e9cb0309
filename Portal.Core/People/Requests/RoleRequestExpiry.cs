using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Requests;

/// <summary>Ends a request for a role that nobody decided in time, and records it. That nobody can decide any more waits for nobody.</summary>
public sealed class RoleRequestExpiry(TimeProvider time)
{
    /// <summary>Within the transaction of whoever calls. Nothing happens where it was decided before.</summary>
    public async Task End(PortalDb db, long request, CancellationToken stop)
    {
        await db.LockRules(stop);
        await End(db, request, time.GetUtcNow(), stop);
    }

    internal static async Task End(PortalDb db, long request, DateTimeOffset now, CancellationToken stop)
    {
        // By a moment before all requests, so that one that has expired is found as well.
        if (
            await PendingRequest.Find(db, request, DateTimeOffset.MinValue, stop) is Outcome<PendingRequest>.Done(
                var pending
            )
        )
        {
            await pending.End(db, RoleRequestState.Expired, Actor.Clock, "", now, stop);
        }
    }
}
