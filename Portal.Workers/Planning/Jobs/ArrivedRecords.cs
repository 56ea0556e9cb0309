using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Counts what came into the topics of jobs. What isn't answered is unknown: that keeps nobody from going on.</summary>
public sealed class ArrivedRecords(IKafkaClusters kafkas, JobClusterLookup clusters) : IKindService
{
    /// <param name="table">As statements name it: cluster.topic.</param>
    /// <param name="since">By the records' own time.</param>
    public async Task<Arrived> Since(ClusterId on, string table, DateTimeOffset since, CancellationToken stop)
    {
        if (await clusters.Place(on, table, stop) is not var (cluster, topic))
        {
            return new(table, null, false);
        }

        try
        {
            var kafka = await kafkas.Open(cluster, stop);
            var asked = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal) { [topic] = since };
            var found = (await kafka.Contents(asked, stop))[topic] as ContentsAnswer.Found;
            var partitions = found?.Contents.Partitions ?? [];
            return new(
                table,
                found is null || partitions.Any(p => p.End is null || p.Since is null)
                    ? null
                    : partitions.Sum(p => p.End!.Value - p.Since!.Value),
                partitions.Any(p => p is { First: > 0 } && p.Since == p.First)
            );
        }
        catch (EngineException)
        {
            return new(table, null, false);
        }
    }

    /// <summary>Of all topics that a job reads; null when one of them isn't known.</summary>
    public async Task<long?> Since(ClusterId on, JobDefinition job, DateTimeOffset since, CancellationToken stop)
    {
        var read = job.Topics().Where(t => !t.IsWritten).Select(t => t.Name).Distinct(StringComparer.Ordinal);
        var arrived = await Task.WhenAll(read.Select(table => Since(on, table, since, stop)));
        return arrived.Any(a => a.Records is null) ? null : arrived.Sum(a => a.Records!.Value);
    }
}

/// <summary>What came into one topic.</summary>
/// <param name="Records">Null when not known.</param>
/// <param name="IsCut">No record of the time before is left.</param>
public sealed record Arrived(string Table, long? Records, bool IsCut);
