namespace Portal.LocalCluster.Broker;

/// <summary>
/// Bounds the memory that large requests and answers take at once: whoever finds no room waits for its turn. Something larger than all
/// of it gets all of it.
/// </summary>
public sealed class ByteBudget(long total)
{
    private readonly Lock _gate = new();
    private readonly Queue<(TaskCompletionSource Turn, long Bytes)> _waiting = new();
    private readonly long _total = total;
    private long _left = total;

    public async ValueTask<Share> Take(long wanted, CancellationToken stop)
    {
        var taken = Math.Min(wanted, _total);
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
