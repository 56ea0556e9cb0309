using Confluent.Kafka;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicSource
{
    private const long NoEnd = -1;

    public override void Save(StateWriter to)
    {
        to.Count(_partitions.Count);
        foreach (var partition in _partitions.Values)
        {
            to.Number(partition.Id);
            to.Number(partition.Next);
            to.Number(partition.Watermark);
        }

        foreach (var partition in _partitions.Values)
        {
            to.Number(partition.End ?? NoEnd);
        }
    }

    public override void Restore(StateReader from)
    {
        _isRestored = true;
        var all = new List<SourcePartition>();
        for (var left = from.Count(); left > 0; left--)
        {
            var partition = new SourcePartition((int)from.Number(), from.Number(), from.Number());
            all.Add(partition);
            if (partition.Id % Subtask.Count == Subtask.Index)
            {
                _partitions[partition.Id] = partition;
            }
        }

        if (from.IsAtEnd)
        {
            return; // of a version that kept no ends
        }

        foreach (var partition in all)
        {
            // A source that has become unbounded goes on behind its end.
            if (from.Number() is not NoEnd and var end && table.IsBounded)
            {
                partition.EndsAt(end);
            }
        }
    }
}
