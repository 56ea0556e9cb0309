using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

public sealed partial class TopN
{
    public override void Expire() => _partitions.Expire();

    public override void Save(StateWriter to)
    {
        _partitions.Save(to);
        _partitions.SaveTimes(to);
    }

    public override void Restore(StateReader from) => _partitions.RestoreTimes(from, _partitions.Restore(from));
}
