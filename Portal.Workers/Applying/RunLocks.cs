using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Registries;
using Portal.Core.Schemas;
using Portal.Core.Store;

namespace Portal.Workers.Applying;

/// <summary>The locks of a run's resources, taken in sorted order so that two runs can't wait for each other.</summary>
internal static class RunLocks
{
    /// <returns>False when another run holds one of them; the caller's transaction must then be undone.</returns>
    public static async Task<bool> Take(PortalDb db, RunClaim claim, CancellationToken stop)
    {
        var resources = await db.Set<ChangeResource>()
            .AsNoTracking()
            .Where(r => r.ChangeId == claim.Change)
            .ToListAsync(stop);
        // A subject is one thing on every cluster that its registry serves.
        var subjects = resources.Where(r => r.Kind == SchemaKind.Word).ToList();
        var shared = await SharedRegistries.Of(db, [.. subjects.Select(r => r.ClusterId).Distinct()], stop);
        var elsewhere = subjects.SelectMany(r =>
            shared[r.ClusterId].Select(other => (Kind: r.Kind.Word, Cluster: other.Id.Value, r.LockKey))
        );
        var targets = resources
            .Select(r => (Kind: r.Kind.Word, Cluster: r.ClusterId.Value, r.LockKey))
            .Concat(elsewhere)
            .Distinct()
            .ToList();
        var kinds = targets.Select(t => t.Kind).ToArray();
        var clusters = targets.Select(t => t.Cluster).ToArray();
        var names = targets.Select(t => t.LockKey).ToArray();
        var taken = await db.Database.ExecuteSqlAsync(
            $"""
            insert into run_target (kind, cluster_id, name, run_id)
            select t.kind, t.cluster_id, t.name, {claim.Run.Value}
            from unnest({kinds}, {clusters}, {names}) as t (kind, cluster_id, name)
            order by t.kind collate "C", t.cluster_id, t.name collate "C"
            on conflict do nothing
            """,
            stop
        );
        return taken == targets.Count;
    }
}
