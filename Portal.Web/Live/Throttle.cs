namespace Portal.Web.Live;

/// <summary>
/// Passes calls on at most once an interval: the first at once, those that come meanwhile together at its end. Nothing
/// that was called for is lost, and a storm costs one look.
/// </summary>
/// <param name="turns">What others take turns at as well; null: it is passed on whatever they do.</param>
public sealed class Throttle(TimeProvider time, TimeSpan interval, Action act, Turns? turns = null) : IDisposable
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _last;
    private ITimer? _waiting;
    private bool _ended;

    public void Call()
    {
        lock (_gate)
        {
            if (_ended || _waiting is not null)
            {
                return;
            }

            var due = _last is { } then ? then + interval - time.GetUtcNow() : TimeSpan.Zero;
            if (Waits(due, AskForTurn) || Waits(turns?.Next() ?? TimeSpan.Zero, Act))
            {
                return;
            }

            _last = time.GetUtcNow();
        }

        act();
    }

    /// <summary>What was called for and not passed on yet isn't passed on any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _waiting?.Dispose();
        }
    }

    private void AskForTurn()
    {
        lock (_gate)
        {
            if (_ended || Waits(turns?.Next() ?? TimeSpan.Zero, Act))
            {
                return;
            }
        }

        Act();
    }

    private void Act()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _waiting?.Dispose();
            _waiting = null;
            _last = time.GetUtcNow();
        }

        act();
    }

    private bool Waits(TimeSpan due, Action then)
    {
        if (due <= TimeSpan.Zero)
        {
            return false;
        }

        _waiting?.Dispose();
        _waiting = time.CreateTimer(_ => then(), state: null, due, Timeout.InfiniteTimeSpan);
        return true;
    }
}
