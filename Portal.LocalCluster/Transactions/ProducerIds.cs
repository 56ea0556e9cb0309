using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Transactions;

/// <summary>Gives out producer ids, none twice: a block is reserved in the journal before the first of it is used.</summary>
public sealed class ProducerIds(Controller controller)
{
    private const long Block = 1000;

    private readonly Lock _gate = new();
    private long _next;
    private long _below;

    public long Next()
    {
        lock (_gate)
        {
            if (_next == _below)
            {
                long below = 0;
                controller.Decide(state =>
                {
                    below = state.ProducerIdsBelow + Block;
                    return [new ClusterEvent.ProducerIdsReserved(below)];
                });
                (_next, _below) = (below - Block, below);
            }

            return _next++;
        }
    }
}
