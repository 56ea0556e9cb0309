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
    private readonly Queue<Turn> _asking = new();
    private int _free = places;

    /// <param name="begins">Asked at its turn. False: nobody wants it any more.</param>
    /// <param name="act">The turn lasts until its task ends.</param>
    public void Ask(Func<bool> begins, Func<Task> act)
    {
        var turn = new Turn(begins, act);
        lock (_gate)
        {
            if (_free == 0)
            {
                _asking.Enqueue(turn);
                return;
            }

            _free--;
        }

        Take(turn);
    }

    private void Take(Turn? turn)
    {
        while (turn is not null && !turn.Begins())
        {
            turn = Next();
        }

        if (turn is not null)
        {
            _ = Rest(turn);
        }
    }

    private async Task Rest(Turn turn)
    {
        var began = time.GetTimestamp();
        await turn.Act().WaitAsync(Longest, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private Turn? Next()
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

    private sealed record Turn(Func<bool> Begins, Func<Task> Act);
}
