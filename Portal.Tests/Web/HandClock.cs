namespace Portal.Tests.Web;

/// <summary>A clock that moves only when told; its timers fire on the way.</summary>
public sealed class HandClock : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 20, 9, 52, 0, TimeSpan.Zero);

    /// <summary>How far its time of day was set back; its timestamps and timers go on.</summary>
    public TimeSpan Behind { get; set; }

    public override DateTimeOffset GetUtcNow() => _now - Behind;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.UtcTicks;

    public int Timers => _timers.Count;

    /// <summary>Timers that there ever were.</summary>
    public int Created { get; private set; }

    public void Pass(TimeSpan time)
    {
        _now += time;
        List<HandTimer> timers;
        lock (_timers)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.FireUntil(_now);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_timers)
        {
            _timers.Add(timer);
            Created++;
        }

        return timer;
    }

    private sealed class HandTimer(HandClock clock, TimerCallback callback, object? state) : ITimer
    {
        private DateTimeOffset? _due;
        private TimeSpan _every;

        public void FireUntil(DateTimeOffset now)
        {
            while (_due is { } at && at <= now)
            {
                _due = _every > TimeSpan.Zero ? at + _every : null;
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
            _every = period;
            return true;
        }

        public void Dispose()
        {
            lock (clock._timers)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
