namespace Portal.LocalCluster.Broker;

/// <summary>How many connections there may be over all brokers.</summary>
internal sealed class ConnectionLimit(int most)
{
    private int _open;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= most)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);
}
