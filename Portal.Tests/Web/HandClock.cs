namespace Portal.Tests.Web;

/// <summary>A clock that moves only when told; its timers fire on the way.</summary>
public sealed class HandClock : TimeProvider
{
    private readonly List<HandTimer> timers = [];
    private DateTimeOffset now = new(2026, 11, 20, 9, 52, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public int Timers => timers.Count;

    public void Pass(TimeSpan time)
    {
        now += time;
        foreach (var timer in timers.ToList())
        {
            timer.FireUntil(now);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, callback, state);
        timer.Change(dueTime, period);
        timers.Add(timer);
        return timer;
    }

    private sealed class HandTimer(HandClock clock, TimerCallback callback, object? state) : ITimer
    {
        private DateTimeOffset? due;
        private TimeSpan every;

        public void FireUntil(DateTimeOffset now)
        {
            while (due is { } at && at <= now)
            {
                due = every > TimeSpan.Zero ? at + every : null;
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
            every = period;
            return true;
        }

        public void Dispose() => clock.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
