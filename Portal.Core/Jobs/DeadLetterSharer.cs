using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>A managed job that writes to another one's dead-letter topic too: of what comes into the topic no job's part is known then.</summary>
/// <param name="Cluster">That of its Flink.</param>
/// <param name="IsAlive">A run of it is alive, or was a moment ago: else nothing that comes into the topic now is from it.</param>
public sealed record DeadLetterSharer(string Cluster, string Name, bool IsAlive)
{
    // What comes into a topic is counted over the last minute, and the end of a run is seen when its Flink is read next.
    private static readonly TimeSpan Counted = TimeSpan.FromMinutes(2);

    /// <summary>All that write to these topics, by environment and topic: one query, and none where there is no topic.</summary>
    /// <param name="topics">As statements name them.</param>
    internal static async Task<ILookup<(string Environment, string Topic), DeadLetterSharer>> Of(
        PortalDb db,
        ResourceKinds kinds,
        string[] topics,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (topics.Length == 0)
        {
            return Enumerable.Empty<DeadLetterSharer>().ToLookup(_ => (Environment: "", Topic: ""));
        }

        var since = now - Counted;
        var rows = await (
            from resource in db.Set<Resource>()
                .FromSql(
                    $"""
                    select * from resource
                    where kind = 'job' and gone_at is null and spec -> 'sinks' ?| {topics}
                    """
                )
                .AsNoTracking()
            join flink in db.Set<Cluster>() on resource.ClusterId equals flink.Id
            where flink.DeregisteredAt == null
            orderby resource.Name, flink.Name
            select new
            {
                Resource = resource,
                Cluster = flink.Name,
                flink.Environment,
                IsAlive = db.Set<SeenJob>()
                    .Any(run =>
                        run.ClusterId == resource.ClusterId
                        && run.Name == resource.Name
                        && (run.EndedAt ?? run.GoneAt ?? now) > since
                    ),
            }
        ).ToListAsync(stop);
        return (
            from row in rows
            from topic in ((JobSpec)row.Resource.Read(kinds)).Sinks.Intersect(topics, StringComparer.Ordinal)
            select (
                row.Environment,
                Topic: topic,
                Job: new DeadLetterSharer(row.Cluster, row.Resource.Name, row.IsAlive)
            )
        ).ToLookup(found => (found.Environment, found.Topic), found => found.Job);
    }
}
