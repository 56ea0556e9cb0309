using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Store;
using Portal.Core.Topics;

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
        var targets = resources
            .Select(r => (Kind: r.Kind.Word, Cluster: r.ClusterId.Value, r.LockKey))
            .Distinct()
            .OrderBy(t => t.Kind, StringComparer.Ordinal)
            .ThenBy(t => t.Cluster)
            .ThenBy(t => t.LockKey, StringComparer.Ordinal);
        foreach (var target in targets)
        {
            var taken = await db.Database.ExecuteSqlAsync(
                $"""
                insert into run_target (kind, cluster_id, name, run_id)
                values ({target.Kind}, {target.Cluster}, {target.LockKey}, {claim.Run.Value})
                on conflict do nothing
                """,
                stop
            );
            if (taken == 0)
            {
                return false;
            }
        }

        return true;
    }
}
