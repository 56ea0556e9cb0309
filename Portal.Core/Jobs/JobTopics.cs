using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>The topics that a job names, as tables, out of what was last seen of their clusters. No engine is asked.</summary>
public sealed class JobTopics(IDbContextFactory<PortalDb> store)
{
    /// <param name="on">The cluster whose Flink runs the job. It may name topics of every cluster in that one's environment.</param>
    /// <param name="planned">What the plan makes before the job starts.</param>
    /// <returns>In the order they are named, once each; no more than a job may have.</returns>
    public Task<ImmutableArray<JobTable>> Of(
        ClusterId on,
        string job,
        JobDefinition definition,
        PlannedTopics planned,
        CancellationToken stop
    ) => Of(on, job, definition, planned, ImmutableDictionary<string, string>.Empty, stop);

    /// <summary>The same for what somebody requests: of the clusters that its jobs may use only.</summary>
    public Task<ImmutableArray<JobTable>> Requested(
        ClusterId on,
        string job,
        JobDefinition definition,
        PlannedTopics planned,
        CancellationToken stop
    ) =>
        Each(
            on,
            job,
            definition,
            new(planned, ImmutableDictionary<string, string>.Empty, null) { IsRequested = true },
            stop
        );

    /// <param name="scratch">By the topic that statements name, the one that is written in its place.</param>
    public Task<ImmutableArray<JobTable>> Of(
        ClusterId on,
        string job,
        JobDefinition definition,
        PlannedTopics planned,
        IReadOnlyDictionary<string, string> scratch,
        CancellationToken stop
    ) => Each(on, job, definition, new(planned, scratch, null), stop);

    /// <summary>For a preview of rows: each is read to the end that it has then, and nothing is committed.</summary>
    public Task<ImmutableArray<JobTable>> ForPreview(
        ClusterId on,
        string job,
        JobDefinition definition,
        PreviewReading reading,
        CancellationToken stop
    ) =>
        Each(
            on,
            job,
            definition,
            new(PlannedTopics.None, ImmutableDictionary<string, string>.Empty, reading) { IsRequested = true },
            stop
        );

    private async Task<ImmutableArray<JobTable>> Each(
        ClusterId on,
        string job,
        JobDefinition definition,
        TableUse use,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await JobClusterLookup.Of(db, on, stop);
        var tables = ImmutableArray.CreateBuilder<JobTable>();
        var named = definition.Topics().GroupBy(t => (t.Cluster, t.Topic));
        // The statements name so many at most; behind them comes the dead-letter topic.
        foreach (var topic in named.Take(JobScript.Most + 1))
        {
            var isWritten = topic.Any(t => t.IsWritten);
            tables.Add(
                await NamedTable.Of(
                    db,
                    clusters,
                    on,
                    job,
                    topic.Key.Cluster,
                    topic.Key.Topic,
                    isWritten,
                    definition,
                    use,
                    stop
                )
            );
        }

        return use.Preview is null ? DeadLetters.Over(job, definition, tables.ToImmutable()) : tables.ToImmutable();
    }
}
