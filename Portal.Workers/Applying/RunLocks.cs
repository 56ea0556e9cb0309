using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Workers.Applying;

/// <summary>The locks of a run's resources, taken in sorted order so that two runs can't wait for each other.</summary>
internal static class RunLocks
{
    /// <returns>False when another run holds one of them; the caller's transaction must then be undone.</returns>
    public static async Task<bool> Take(PortalDb db, Claim claim, CancellationToken stop)
    {
        var resources = await db
            .ChangeResources.AsNoTracking()
            .Where(r => r.ChangeId == claim.Change)
            .ToListAsync(stop);
        var targets = resources
            .Select(r => (r.Kind, Cluster: r.ClusterId, Name: TopicName.CollisionKey(r.Name)))
            .Distinct()
            .OrderBy(t => t.Kind)
            .ThenBy(t => t.Cluster.Value)
            .ThenBy(t => t.Name, StringComparer.Ordinal);
        foreach (var target in targets)
        {
            var taken = await db.Database.ExecuteSqlAsync(
                $"""
                insert into run_target (kind, cluster_id, name, run_id)
                values ({Word(target.Kind)}, {target.Cluster.Value}, {target.Name}, {claim.Run.Value})
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

    private static string Word(ResourceKind kind) =>
        kind switch
        {
            ResourceKind.Topic => "topic",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
