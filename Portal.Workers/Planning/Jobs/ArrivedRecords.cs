using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Counts what came into the topics of jobs. What isn't answered is unknown: that keeps nobody from going on.</summary>
public sealed class ArrivedRecords(IKafkaClusters kafkas, JobClusterLookup clusters, ITopicReaders readers)
    : IKindService
{
    /// <summary>Of all topics that a job reads; null when one of them isn't known.</summary>
    public async Task<long?> Since(ClusterId on, JobDefinition job, DateTimeOffset since, CancellationToken stop) =>
        (await Of(on, Read(job), since, group: null, stop)).Records;

    /// <summary>The topics that a job reads, as its statements name them, some maybe twice.</summary>
    internal static IEnumerable<string> Read(JobDefinition job) =>
        job.Topics().Where(t => !t.IsWritten).Select(t => t.Name);

    /// <summary>Of topics, each cluster asked once.</summary>
    /// <param name="tables">As statements name them: cluster.topic.</param>
    /// <param name="since">By the records' own time.</param>
    /// <param name="group">Whose commits count; null: nobody's.</param>
    internal async Task<ArrivedTopics> Of(
        ClusterId on,
        IEnumerable<string> tables,
        DateTimeOffset since,
        string? group,
        CancellationToken stop
    )
    {
        var placed = await Task.WhenAll(
            tables
                .Distinct(StringComparer.Ordinal)
                .Select(async table => (Table: table, At: await clusters.Place(on, table, stop)))
        );
        var answers = await Task.WhenAll(
            placed
                .GroupBy(topic => topic.At?.Cluster)
                .Select(topics =>
                    topics.Key is { } cluster
                        ? At(cluster, [.. topics.Select(t => (t.Table, t.At!.Value.Topic))], since, group, stop)
                        : Task.FromResult<Arrived[]>([.. topics.Select(t => Arrived.Unknown(t.Table))])
                )
        );
        return new([.. answers.SelectMany(topics => topics)]);
    }

    /// <param name="tables">With the topic that each names there.</param>
    private async Task<Arrived[]> At(
        ClusterId cluster,
        (string Name, string Topic)[] tables,
        DateTimeOffset since,
        string? group,
        CancellationToken stop
    )
    {
        string[] topics = [.. tables.Select(table => table.Topic).Distinct(StringComparer.Ordinal)];
        try
        {
            // Before the ends: what is committed meanwhile makes the count no smaller.
            var read = group is null ? null : await readers.Of(cluster, topics, stop);
            var kafka = await kafkas.Open(cluster, stop);
            var asked = topics.ToDictionary(topic => topic, _ => (DateTimeOffset?)since, StringComparer.Ordinal);
            var found = await kafka.Contents(asked, stop);
            return
            [
                .. tables.Select(table =>
                    found[table.Topic] is ContentsAnswer.Found { Contents.Partitions: var partitions }
                        ? Of(table.Name, partitions, read?[table.Topic], group)
                        : Arrived.Unknown(table.Name)
                ),
            ];
        }
        catch (EngineException)
        {
            return [.. tables.Select(table => Arrived.Unknown(table.Name))];
        }
    }

    private static Arrived Of(
        string table,
        ImmutableArray<PartitionContents> partitions,
        SeenReaders? read,
        string? group
    ) =>
        Arrived.Of(
            table,
            partitions,
            group is null ? null : read?.Committed?.GetValueOrDefault(group),
            group is null ? null : read?.UpToDate?.GetValueOrDefault(group)
        );
}
