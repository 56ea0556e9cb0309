namespace Portal.Web.Live;

/// <summary>
/// Passes calls on at most once an interval: the first at once, those that come meanwhile together at its end. Nothing
/// that was called for is lost, and a storm costs one look.
/// </summary>
/// <param name="turns">What others take turns at as well; null: it is passed on whatever they do.</param>
public sealed class Throttle(TimeProvider time, TimeSpan interval, Func<Task> act, Turns? turns = null) : IDisposable
{
    private readonly Lock _gate = new();

    // No time of day: that may be set back.
    private long? _last;
    private ITimer? _timer;
    private bool _waiting;
    private bool _ended;

    public void Call()
    {
        lock (_gate)
        {
            if (_ended || _waiting)
            {
                return;
            }

            _waiting = true;
            if (_last is { } last && interval - time.GetElapsedTime(last) is var due && due > TimeSpan.Zero)
            {
                _timer = time.CreateTimer(_ => Pass(), state: null, due, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Pass();
    }

    /// <summary>What was called for and not passed on yet isn't passed on any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _timer?.Dispose();
        }
    }

    private void Pass()
    {
        if (turns is not null)
        {
            turns.Ask(Begins, Act);
        }
        else if (Begins())
        {
            _ = Act();
        }
    }

    private bool Begins()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _waiting = false;
            _last = time.GetTimestamp();
            return !_ended;
        }
    }

    // What goes wrong ends the turn, not those who take theirs after it.
    private async Task Act() => await act().ConfigureAwait(false);
}
