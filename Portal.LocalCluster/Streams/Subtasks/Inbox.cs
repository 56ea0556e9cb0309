using Portal.LocalCluster.Streams.Connectors;

namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>What came to a subtask on all its channels, in the order in which it came.</summary>
internal sealed class Inbox
{
    private readonly object _gate = new();
    private readonly Queue<ChannelBatch> _batches = new();
    private int _waiting;
    private bool _isClosed;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _batches.Count == 0;
            }
        }
    }

    /// <summary>On the sender's thread, which waits while it has no credit.</summary>
    /// <param name="waits">Counts for how long.</param>
    /// <exception cref="OperationCanceledException">The job ends.</exception>
    public void Add(ChannelBatch batch, WaitTime waits)
    {
        lock (_gate)
        {
            // A barrier needs none: behind it comes nothing before the checkpoint is over.
            if (batch.Elements is not null)
            {
                WaitForCredit(batch.Channel, waits);
                batch.Channel.UnderWay++;
            }

            _batches.Enqueue(batch);
            Monitor.PulseAll(_gate);
        }
    }

    /// <returns>False: nothing came in time.</returns>
    /// <exception cref="OperationCanceledException">The job ends.</exception>
    public bool TryTake(TimeSpan wait, out ChannelBatch batch)
    {
        lock (_gate)
        {
            if (_batches.Count == 0)
            {
                Monitor.Wait(_gate, wait);
            }

            ThrowIfClosed();
            return _batches.TryDequeue(out batch);
        }
    }

    /// <summary>The batch is processed.</summary>
    public void ReturnCredit(Channel channel)
    {
        lock (_gate)
        {
            channel.UnderWay--;
            if (_waiting > 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void WaitForCredit(Channel channel, WaitTime waits)
    {
        while (channel.UnderWay >= Channel.Credits && !_isClosed)
        {
            _waiting++;
            waits.Of(() => Monitor.Wait(_gate));
            _waiting--;
        }

        ThrowIfClosed();
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new OperationCanceledException();
        }
    }
}
