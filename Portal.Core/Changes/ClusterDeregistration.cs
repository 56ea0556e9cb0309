using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes;

/// <summary>
/// Lets go of a cluster: its open changes are cancelled and its credentials erased. What is on the cluster stays as it is.
/// </summary>
public sealed class ClusterDeregistration(
    IDbContextFactory<PortalDb> store,
    ChangeMover mover,
    FreshSignIn signIn,
    TimeProvider clock
)
{
    /// <summary>Refused while a run on the cluster, or of a job elsewhere that uses its topics, is unfinished or stuck: somebody is owed its end.</summary>
    public async Task<Outcome<ClusterId>> Deregister(Caller who, ClusterId id, CancellationToken stop)
    {
        var permission = Authority.May(who, new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            return Refusal.Denied(permission.Words);
        }

        return await ClusterRegister.Edit<ClusterId>(
            store,
            signIn,
            who,
            id,
            async (db, cluster) =>
            {
                // Before its open changes are looked for: a request that is being stored keeps the row until it is there to be
                // found, and one that comes later finds no such cluster.
                var now = clock.GetUtcNow();
                cluster.DeregisteredAt = now;
                await db.SaveChangesAsync(stop);
                foreach (var open in await OpenChanges(db, id, stop))
                {
                    if (await Cancel(db, open, cluster, who, stop) is { } refusal)
                    {
                        return refusal;
                    }
                }

                foreach (var endpoint in cluster.Endpoints)
                {
                    await ClusterRegister.EraseSecret(db, endpoint.SecretId, now, stop);
                }

                db.Add(
                    ClusterRegister.Event(
                        now,
                        who,
                        cluster,
                        "cluster.deregistered",
                        $"{who.DisplayName} deregistered {cluster.Name}; its credentials were erased."
                    )
                );
                return id;
            },
            stop
        );
    }

    /// <summary>How many resources of each kind the portal manages there: they stay as they are, and nobody looks after them any more.</summary>
    public async Task<IReadOnlyDictionary<ResourceKind, int>> LeftBehind(ClusterId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Resource>()
            .Where(r => r.ClusterId == id && r.GoneAt == null)
            .GroupBy(r => r.Kind)
            .Select(resources => new { resources.Key, Count = resources.Count() })
            .ToDictionaryAsync(kind => kind.Key, kind => kind.Count, stop);
    }

    /// <summary>How many managed jobs on Flinks of other clusters use its topics: they can't be changed or started any more while they do.</summary>
    public async Task<int> JobsElsewhere(ClusterId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await ForeignJobs.Count(db, id, stop);
    }

    private static async Task<List<ChangeId>> OpenChanges(PortalDb db, ClusterId cluster, CancellationToken stop)
    {
        var elsewhere = await ForeignJobs.Changes(db, cluster, stop);
        return await db.Set<Change>()
            .Where(c =>
                !ChangeStates.Ended.Contains(c.State)
                && (c.Resources.Any(r => r.ClusterId == cluster) || elsewhere.Contains(c.Id))
            )
            .OrderBy(c => c.Id)
            .Select(c => c.Id)
            .ToListAsync(stop);
    }

    private async Task<Refusal?> Cancel(PortalDb db, ChangeId id, Cluster cluster, Caller who, CancellationToken stop)
    {
        // It may have ended while its row was waited for.
        if (await ChangeMover.Lock(db, id, stop) is not { } change || change.State.IsEnd())
        {
            return null;
        }

        var isOn = change.Resources.Exists(r => r.ClusterId == cluster.Id);
        if (change.State.IsRunning())
        {
            var on = isOn ? "on" : "with a job that uses topics of";
            var then =
                change.State == ChangeState.Stuck ? "Retry or settle it first." : "Wait for its end or abort it.";
            return Refusal.Conflict(
                $"Change {id}, “{change.Title}”, is {change.State.InWords()} {on} {cluster.Name}. {then}"
            );
        }

        // One elsewhere that hasn't begun is judged anew when its turn comes.
        if (!isOn)
        {
            return null;
        }

        var move = await mover.Move(
            db,
            change,
            new ChangeEvent.Cancelled(),
            who.Actor,
            "change.cancelled",
            $"{who.DisplayName} deregistered the cluster {cluster.Name}.",
            stop
        );
        return move is Move.Refusal(var words) ? Refusal.Conflict(words) : null;
    }
}
