using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>
/// Jobs of one name on two Flinks of an environment: both commit as <see cref="JobName.Group"/>. Flink goes on from its own state, so nothing is lost;
/// but where they read the same topic, its lag is that of whichever committed last.
/// </summary>
public sealed class JobNamesakes(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <returns>The cluster whose Flink has the other, by name; null where none reads a topic that this one would, or a program chooses its group itself.</returns>
    public async Task<string?> Of(ResourceRef job, JobDefinition? definition, CancellationToken stop)
    {
        if (definition is not { Program: null })
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var beside = (await JobClusterLookup.Of(db, job.Cluster, stop))
            .Values.Where(cluster => cluster.Id != job.Cluster)
            .ToDictionary(cluster => cluster.Id, cluster => cluster.Name);
        var others = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.Kind == JobKind.Word && r.Name == job.Name && r.GoneAt == null)
            .Where(r => beside.Keys.Contains(r.ClusterId))
            .ToListAsync(stop);
        var read = Read(definition);
        return others
            .Where(other =>
                other.Read(kinds) is JobSpec { Definition: { Program: null } theirs } && Read(theirs).Overlaps(read)
            )
            .Select(other => beside[other.ClusterId])
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static HashSet<(string Cluster, string Topic)> Read(JobDefinition definition) =>
        [.. definition.Topics().Where(topic => !topic.IsWritten).Select(topic => (topic.Cluster, topic.Topic))];
}
