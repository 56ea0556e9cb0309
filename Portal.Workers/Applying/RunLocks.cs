using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Registries;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Applying;

/// <summary>The locks of a run's resources, taken in sorted order so that two runs can't wait for each other.</summary>
internal static class RunLocks
{
    /// <returns>False when another run holds one of them; the caller's transaction must then be undone.</returns>
    public static async Task<bool> Take(PortalDb db, ResourceKinds kinds, RunClaim claim, CancellationToken stop)
    {
        var resources = await db.Set<ChangeResource>()
            .AsNoTracking()
            .Where(r => r.ChangeId == claim.Change)
            .ToListAsync(stop);
        // What is in a registry is one thing on every cluster that the registry serves.
        var registered = resources.Where(r => kinds.Of(r.Kind).IsInRegistry).ToList();
        var shared = await SharedRegistries.Of(db, [.. registered.Select(r => r.ClusterId).Distinct()], stop);
        var elsewhere = registered.SelectMany(r =>
            shared[r.ClusterId].Select(other => (Kind: r.Kind.Word, Cluster: other.Id.Value, r.LockKey))
        );
        var targets = resources
            .Select(r => (Kind: r.Kind.Word, Cluster: r.ClusterId.Value, r.LockKey))
            .Concat(elsewhere)
            .Distinct()
            .ToList();
        var words = targets.Select(t => t.Kind).ToArray();
        var clusters = targets.Select(t => t.Cluster).ToArray();
        var names = targets.Select(t => t.LockKey).ToArray();
        var taken = await db.Database.ExecuteSqlAsync(
            $"""
            insert into run_target (kind, cluster_id, name, run_id)
            select t.kind, t.cluster_id, t.name, {claim.Run.Value}
            from unnest({words}, {clusters}, {names}) as t (kind, cluster_id, name)
            order by t.kind collate "C", t.cluster_id, t.name collate "C"
            on conflict do nothing
            """,
            stop
        );
        return taken == targets.Count;
    }
}
