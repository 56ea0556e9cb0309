namespace Portal.Workers.Applying;

/// <summary>
/// Waits for an engine to show what it said it did: its nodes learn it one after the other. Never longer than
/// <paramref name="within"/>; what it still doesn't show then counts.
/// </summary>
public sealed class RetryPolicy(TimeProvider clock, TimeSpan within)
{
    private static readonly TimeSpan FirstBeat = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestBeat = TimeSpan.FromMilliseconds(500);

    /// <summary>For what is shown to be in force: a broker tells a setting a moment before its logs go by it.</summary>
    public Task Moment(CancellationToken stop) => Task.Delay(LongestBeat, clock, stop);

    public async Task<T> Until<T>(Func<CancellationToken, Task<T>> look, Func<T, bool> enough, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        for (var beat = FirstBeat; ; beat = beat * 2 < LongestBeat ? beat * 2 : LongestBeat)
        {
            var seen = await look(stop);
            if (enough(seen) || clock.GetElapsedTime(began) >= within)
            {
                return seen;
            }

            await Task.Delay(beat, clock, stop);
        }
    }
}
