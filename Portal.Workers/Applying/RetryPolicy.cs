namespace Portal.Workers.Applying;

/// <summary>
/// Waits for an engine to show what it said it did: its nodes learn it one after the other. Never longer than
/// <paramref name="within"/>; what it still doesn't show then counts.
/// </summary>
public sealed class RetryPolicy(TimeProvider clock, TimeSpan within)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>For what is shown to be in force: a broker tells a setting a moment before its logs go by it.</summary>
    public Task Moment(CancellationToken stop) => Task.Delay(LongestPause, clock, stop);

    public async Task<T> Until<T>(Func<CancellationToken, Task<T>> look, Func<T, bool> enough, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var seen = await look(stop);
            if (enough(seen) || clock.GetElapsedTime(began) >= within)
            {
                return seen;
            }

            await Task.Delay(pause, clock, stop);
        }
    }
}
