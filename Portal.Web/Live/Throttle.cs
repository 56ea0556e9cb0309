namespace Portal.Web.Live;

/// <summary>
/// Passes calls on at most once an interval: the first at once, those that come meanwhile together at its end. Nothing
/// that was called for is lost, and a storm costs one look.
/// </summary>
public sealed class Throttle(TimeProvider time, TimeSpan interval, Action act) : IDisposable
{
    private readonly Lock gate = new();
    private DateTimeOffset? last;
    private ITimer? waiting;
    private bool ended;

    public void Call()
    {
        lock (gate)
        {
            if (ended || waiting is not null)
            {
                return;
            }

            var due = last is { } then ? then + interval - time.GetUtcNow() : TimeSpan.Zero;
            if (due > TimeSpan.Zero)
            {
                waiting = time.CreateTimer(_ => Act(), state: null, due, Timeout.InfiniteTimeSpan);
                return;
            }

            last = time.GetUtcNow();
        }

        act();
    }

    /// <summary>What was called for and not passed on yet isn't passed on any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            waiting?.Dispose();
        }
    }

    private void Act()
    {
        lock (gate)
        {
            if (ended)
            {
                return;
            }

            waiting?.Dispose();
            waiting = null;
            last = time.GetUtcNow();
        }

        act();
    }
}
