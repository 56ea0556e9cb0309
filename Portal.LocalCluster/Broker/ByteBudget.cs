namespace Portal.LocalCluster.Broker;

/// <summary>
/// Bounds the memory that some kind of thing takes at once: whoever finds no room waits for its turn. Something larger than
/// all of it gets all of it, and nothing is never waited for.
/// </summary>
public sealed class ByteBudget(long total)
{
    private readonly Lock _gate = new();
    private readonly Queue<(TaskCompletionSource Turn, long Bytes)> _waiting = new();
    private readonly long _total = total;
    private long _left = total;

    /// <summary>What nobody has taken.</summary>
    public long Left
    {
        get
        {
            lock (_gate)
            {
                return _left;
            }
        }
    }

    public async ValueTask<Share> Take(long wanted, CancellationToken stop)
    {
        var taken = Math.Min(wanted, _total);
        if (taken <= 0)
        {
            return default;
        }

        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_waiting.Count == 0 && taken <= _left)
            {
                _left -= taken;
                return new Share(this, taken);
            }

            _waiting.Enqueue((turn, taken));
        }

        await using var giveUp = stop.UnsafeRegister(
            static state => ((TaskCompletionSource)state!).TrySetCanceled(),
            turn
        );
        await turn.Task;
        return new Share(this, taken);
    }

    private void Return(long returned)
    {
        lock (_gate)
        {
            _left += returned;
            while (_waiting.TryPeek(out var next) && (next.Turn.Task.IsCanceled || next.Bytes <= _left))
            {
                _waiting.Dequeue();
                if (next.Turn.TrySetResult())
                {
                    _left -= next.Bytes;
                }
            }
        }
    }

    /// <summary>A part of the budget, given back when disposed.</summary>
    public readonly struct Share(ByteBudget budget, long taken) : IDisposable
    {
        public void Dispose() => budget?.Return(taken);
    }
}
