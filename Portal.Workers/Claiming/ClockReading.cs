namespace Portal.Workers.Claiming;

/// <summary>A moment by both clocks of this machine: the monotonic one stands still while the whole machine sleeps, and the wall clock may be set back.</summary>
/// <param name="Timestamp">As <see cref="TimeProvider.GetTimestamp"/> gives it.</param>
public sealed record ClockReading(long Timestamp, DateTimeOffset At)
{
    public static ClockReading Of(TimeProvider clock) => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <summary>How long ago it was, by the clock on which more time has passed.</summary>
    public TimeSpan Age(TimeProvider clock)
    {
        var (awake, passed) = (clock.GetElapsedTime(Timestamp), clock.GetUtcNow() - At);
        return awake > passed ? awake : passed;
    }
}
