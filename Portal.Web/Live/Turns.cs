namespace Portal.Web.Live;

/// <summary>
/// Turns that are given in the order of asking, to so many at once. After each its place rests as long as the turn took: however many ask, what they
/// do takes half of these places at most, and the busier the machine is the fewer turns there are.
/// </summary>
/// <param name="shortest">How long a place rests at least.</param>
public sealed class Turns(TimeProvider time, int places, TimeSpan shortest)
{
    /// <summary>Who takes longer goes on beside the next: one page that hangs doesn't hold up the others.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Queue<Func<Task?>> _asking = new();
    private int _free = places;

    /// <param name="act">Called at its turn, which lasts until its task ends. Null: nobody wants it any more.</param>
    public void Ask(Func<Task?> act)
    {
        lock (_gate)
        {
            if (_free == 0)
            {
                _asking.Enqueue(act);
                return;
            }

            _free--;
        }

        Take(act);
    }

    private void Take(Func<Task?>? act)
    {
        for (; act is not null; act = Next())
        {
            var began = time.GetTimestamp();
            if (act() is { } turn)
            {
                _ = Rest(turn, began);
                return;
            }
        }
    }

    private async Task Rest(Task turn, long began)
    {
        await turn.WaitAsync(Longest, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var took = time.GetElapsedTime(began);
        ITimer? rest = null;
        rest = time.CreateTimer(
            _ =>
            {
                rest?.Dispose();
                Take(Next());
            },
            state: null,
            took > shortest ? took : shortest,
            Timeout.InfiniteTimeSpan
        );
    }

    private Func<Task?>? Next()
    {
        lock (_gate)
        {
            if (_asking.TryDequeue(out var next))
            {
                return next;
            }

            _free++;
            return null;
        }
    }
}
