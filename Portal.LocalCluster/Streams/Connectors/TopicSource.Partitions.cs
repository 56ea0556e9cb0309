using Confluent.Kafka;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicSource
{
    /// <summary>Partitions that are new, at the start and when the topic has grown.</summary>
    private void Look(bool isFirst)
    {
        // What is new to a state has come since: all of it is read.
        var isAnew = isFirst && !_isRestored;
        _lookedAt = time.GetTimestamp();
        var count = Partitions();
        if (!isFirst && count <= _known)
        {
            return;
        }

        _known = count;

        if (!isFirst)
        {
            KnowsAll();
        }

        for (var id = Subtask.Index; id < count; id += Subtask.Count)
        {
            var place = new TopicPartition(table.Topic, id);
            if (!_partitions.TryGetValue(id, out var partition))
            {
                partition = new(id, SourceStart.Of(_consumer!, place, table, isAnew, Longest), Watermark.None);
                _partitions[id] = partition;
            }

            if (table.IsBounded && partition.End is null)
            {
                partition.EndsAt(SourceEnd.Of(_consumer!, place, table, Longest));
            }
        }

        _consumer!.Assign(_partitions.Values.Select(p => new TopicPartitionOffset(table.Topic, p.Id, p.Next)));
    }

    private int Partitions()
    {
        var topic = _enumerator!.GetMetadata(table.Topic, Longest).Topics.FirstOrDefault(t => t.Topic == table.Topic);
        return topic is { Partitions.Count: > 0 and var count }
            ? count
            : throw new SqlDataException(
                $"The topic {table.Topic} isn't there: {topic?.Error.Reason ?? "the cluster doesn't name it"}."
            );
    }

    // The consumer itself hears of a partition only minutes later, and would take it for none until then.
    private void KnowsAll()
    {
        using var admin = new DependentAdminClientBuilder(_consumer!.Handle).Build();
        admin.GetMetadata(table.Topic, Longest);
    }

    // Called by a poll, so on the job's own thread.
    private void Measure(string statistics, bool isCommittedOnly) =>
        Interlocked.Exchange(
            ref _pending,
            ConsumerStatistics.Pending(statistics, table.Topic, _partitions.Values, isCommittedOnly) ?? -1
        );
}
