namespace Portal.Tests.Kafka;

/// <summary>Time that passes when a test makes it, and then ends what waits for it.</summary>
internal sealed class TimersByHand : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _passed.Ticks;
        }
    }

    /// <summary>How many waits of this length have begun.</summary>
    public int Started(TimeSpan due)
    {
        lock (_gate)
        {
            return _timers.Count(timer => timer.Due == due);
        }
    }

    public void Pass(TimeSpan span)
    {
        Timer[] over;
        lock (_gate)
        {
            _passed += span;
            over = [.. _timers.Where(timer => timer.EndsAt <= _passed)];
        }
        foreach (var timer in over)
        {
            timer.End();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var isEver = dueTime == Timeout.InfiniteTimeSpan;
            var timer = new Timer(() => callback(state), dueTime, isEver ? TimeSpan.MaxValue : _passed + dueTime);
            _timers.Add(timer);
            return timer;
        }
    }

    private sealed class Timer(Action callback, TimeSpan due, TimeSpan endsAt) : ITimer
    {
        private int _isOver;

        public TimeSpan Due => due;

        public TimeSpan EndsAt => endsAt;

        public void End()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                callback();
            }
        }

        // Nothing under test sets one anew.
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => Interlocked.Exchange(ref _isOver, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
