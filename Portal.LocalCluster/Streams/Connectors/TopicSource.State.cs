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
        _partitions.Clear();
        for (var left = from.Count(); left > 0; left--)
        {
            var id = (int)from.Number();
            _partitions[id] = new(id, from.Number(), from.Number());
        }

        if (from.IsAtEnd)
        {
            return; // of a version that kept no ends
        }

        foreach (var partition in _partitions.Values)
        {
            // A source that has become unbounded goes on behind its end.
            if (from.Number() is not NoEnd and var end && table.IsBounded)
            {
                partition.EndsAt(end);
            }
        }
    }
}
