using System.Runtime.CompilerServices;

namespace Portal.Tests.Kit;

/// <summary>Waiting for something to become true, never for a length of time.</summary>
public static class Deadline
{
    // More tests run at a time than there are cores. Nobody waits this long for what comes.
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    public static Task Until(
        Func<bool> condition,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string words = ""
    ) => Until(() => Task.FromResult(condition()), within, words);

    public static Task Until(
        Func<Task<bool>> condition,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string words = ""
    ) => For(async () => await condition() ? "" : null, within, words);

    /// <summary>Asks until the answer isn't null; the last failure is told when time is up.</summary>
    public static async Task<T> For<T>(
        Func<Task<T?>> answer,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(answer))] string words = ""
    )
        where T : class
    {
        var began = TimeProvider.System.GetTimestamp();
        Exception? last = null;
        do
        {
            try
            {
                if (await answer() is { } found)
                {
                    return found;
                }

                last = null;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                last = failure;
            }

            await Task.Delay(Pause(TimeProvider.System.GetElapsedTime(began)), TimeProvider.System);
        } while (TimeProvider.System.GetElapsedTime(began) < (within ?? Usual));

        throw new TimeoutException($"Not within {(within ?? Usual).TotalSeconds} s: {words}", last);
    }

    // A tenth of what was waited already: many wait at a time, and to ask costs what the others would need to get there.
    private static TimeSpan Pause(TimeSpan waited) =>
        TimeSpan.FromTicks(Math.Clamp(waited.Ticks / 10, ShortestPause.Ticks, LongestPause.Ticks));
}
