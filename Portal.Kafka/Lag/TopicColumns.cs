using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>
/// All topics and partitions of a cluster as columns. Topic t has the partitions <c>FirstPartition[t]</c> up to
/// <c>FirstPartition[t + 1]</c>; a partition's place in the partition columns is its ordinal.
/// </summary>
public sealed class TopicColumns
{
    private readonly Dictionary<Guid, int> _byId = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    internal TopicColumns(IReadOnlyList<TopicRow> topics, PartitionRow[] partitions)
    {
        Names = [.. topics.Select(topic => topic.Name)];
        Ids = [.. topics.Select(topic => topic.Id)];
        Errors = [.. topics.Select(topic => topic.Error)];
        IsInternal = [.. topics.Select(topic => topic.IsInternal)];
        FirstPartition = [.. topics.Select(topic => topic.FirstPartition), partitions.Length];
        Leaders = Array.ConvertAll(partitions, partition => partition.Leader);
        Replicas = Array.ConvertAll(partitions, partition => partition.Replicas);
        InSync = Array.ConvertAll(partitions, partition => partition.InSync);
        for (var topic = 0; topic < Names.Length; topic++)
        {
            _byName[Names[topic]] = topic;
            _byId[Ids[topic]] = topic;
        }
    }

    public string[] Names { get; }
    public Guid[] Ids { get; }
    public ErrorCode[] Errors { get; }
    public bool[] IsInternal { get; }

    /// <summary>One longer than there are topics.</summary>
    public int[] FirstPartition { get; }

    /// <summary>By partition; -1 where there is none.</summary>
    public int[] Leaders { get; }

    /// <summary>By partition: how many copies there shall be; 0 where the cluster leaves the partition out, so that it isn't known.</summary>
    public short[] Replicas { get; }

    /// <summary>By partition: how many of them have everything.</summary>
    public short[] InSync { get; }

    public int TopicCount => Names.Length;

    public int PartitionCount => Leaders.Length;

    public int PartitionsOf(int topic) => FirstPartition[topic + 1] - FirstPartition[topic];

    public int? Find(Guid id) => _byId.TryGetValue(id, out var topic) ? topic : null;

    public int? Find(string name) => _byName.TryGetValue(name, out var topic) ? topic : null;

    /// <summary>The partition's ordinal; null for one that the metadata doesn't have.</summary>
    public int? Ordinal(int? topic, int partition) =>
        topic is { } known && (uint)partition < (uint)PartitionsOf(known) ? FirstPartition[known] + partition : null;

    /// <summary>Which topic the partition with this ordinal belongs to.</summary>
    public int TopicOf(int ordinal)
    {
        // Of topics without partitions, which share their first ordinal with the next one, the last is meant.
        var found = Array.BinarySearch(FirstPartition, ordinal);
        var topic = found >= 0 ? found : ~found - 1;
        while (FirstPartition[topic + 1] == ordinal)
        {
            topic++;
        }
        return topic;
    }

    internal readonly record struct TopicRow(
        string Name,
        Guid Id,
        ErrorCode Error,
        bool IsInternal,
        int FirstPartition
    );

    internal record struct PartitionRow(int Leader, short Replicas, short InSync);
}

/// <summary>What one metadata answer says, as columns.</summary>
/// <param name="ControllerId">-1 where it isn't known.</param>
internal sealed record ClusterColumns(
    string? ClusterId,
    int ControllerId,
    IReadOnlyList<MetadataResponse.Broker> Brokers,
    TopicColumns Topics
);
