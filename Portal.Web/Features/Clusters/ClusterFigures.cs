using Portal.Core.Health;
using Portal.Web.Parts;

namespace Portal.Web.Features.Clusters;

/// <summary>A cluster's partitions and disk in figures, from what was read last. Pure.</summary>
/// <param name="Offline">Partitions without a leader: nobody can write to or read from them.</param>
/// <param name="UnderReplicated">Partitions with fewer replicas in sync than they have.</param>
/// <param name="ListedAt">When the cluster last named its partitions, with their leaders and what is in sync; null: never.</param>
/// <param name="Disk">All replicas of all topics; partly known where a topic's size wasn't measured yet.</param>
public sealed record ClusterFigures(
    int Partitions,
    int Offline,
    int Unknown,
    int UnderReplicated,
    DateTimeOffset? ListedAt,
    Reading<long> Disk
)
{
    public static ClusterFigures Of(ClusterSnapshot seen)
    {
        var partitions = seen
            .Topics.Values.SelectMany(topic => topic.Partitions.Select(partition => (topic.Replication, partition)))
            .ToList();
        return new(
            partitions.Count,
            partitions.Count(p => p.partition.IsOffline),
            partitions.Count(p => p.partition is { Answered: false, IsOffline: false }),
            partitions.Count(p => p.partition.InSync < p.Replication),
            seen.ListedAt,
            Sum([.. seen.Topics.Values])
        );
    }

    /// <summary>Partitions of topics that this broker leads, or that were last known to be led by it.</summary>
    public static int LedBy(ClusterSnapshot seen, int broker) =>
        seen.Topics.Values.Sum(topic => topic.Partitions.Count(partition => partition.Leader == broker));

    private static Reading<long> Sum(List<TopicSnapshot> topics)
    {
        var measured = topics.FindAll(topic => topic.Bytes is not null);
        if (measured.Count == 0)
        {
            return new Reading<long>.Unknown(null);
        }

        var bytes = measured.Sum(topic => topic.Bytes!.Value);
        var at = measured.Min(topic => topic.SeenAt);
        return measured.Count == topics.Count
            ? new Reading<long>.Known(bytes, at)
            : new Reading<long>.AtLeast(
                bytes,
                $"{topics.Count - measured.Count} of {topics.Count} topics not measured yet",
                at
            );
    }
}
