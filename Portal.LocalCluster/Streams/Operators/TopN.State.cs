using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

public sealed partial class TopN
{
    public override void Expire() => _partitions.Expire();

    public override void Save(StateWriter to)
    {
        to.Count(_partitions.Count);
        foreach (var (key, rows) in _partitions.All)
        {
            to.Row(key);
            to.Count(rows.Count);
            rows.ForEach(to.Row);
        }

        _partitions.SaveTimes(to);
    }

    public override void Restore(StateReader from)
    {
        for (var left = from.Count(); left > 0; left--)
        {
            var key = from.Row();
            _partitions.Put(key, [.. Enumerable.Range(0, from.Count()).Select(_ => from.Row())]);
        }

        _partitions.RestoreTimes(from);
    }
}
