using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs;

/// <summary>What statements and settings that somebody still writes mean for exactly-once, out of what was last seen. No engine is asked.</summary>
public sealed class JobNotes(IDbContextFactory<PortalDb> store, TimeProvider clock)
{
    /// <param name="cluster">That whose Flink would run them.</param>
    public async Task<ImmutableArray<LintNote>> Of(ClusterId cluster, JobDefinition definition, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var isProduction = await (
            from place in db.Set<Cluster>()
            join environment in db.Set<ClusterEnvironment>() on place.Environment equals environment.Name
            where place.Id == cluster
            select environment.IsProduction
        ).SingleOrDefaultAsync(stop);
        var limits = await SeenTransactionLimits.Of(db, cluster, definition, clock.GetUtcNow(), stop);
        return [.. JobLint.Of(definition, isProduction), .. limits.Select(limit => limit.Note).OfType<LintNote>()];
    }
}
