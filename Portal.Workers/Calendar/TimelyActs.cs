using System.Collections.Concurrent;
using Portal.Core;
using Portal.Core.Wording;
using Portal.Engines;

namespace Portal.Workers.Calendar;

/// <summary>
/// What the calendar does on clusters, one after the other. Each has a time for all of it, waiting for a lock and looking included, and a cluster that let that pass isn't
/// waited for again within a minute: it holds up what is due on others once, however much is due on it.
/// </summary>
public sealed class TimelyActs(TimeProvider clock)
{
    // Shorter than a lock lasts for a worker that sleeps.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ClusterId, long> _silent = [];

    /// <exception cref="EngineException">It failed, or took too long: then it may have been done.</exception>
    public async Task On(ClusterId cluster, Func<ActBefore, CancellationToken, Task> act, CancellationToken stop)
    {
        if (_silent.TryGetValue(cluster, out var since) && clock.GetElapsedTime(since) < Pause)
        {
            throw new EngineException(EngineFault.Transient, "The cluster didn't answer in time a moment ago.");
        }

        var began = clock.GetTimestamp();
        using var late = new CancellationTokenSource(Longest, clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await act(new ActBefore(() => Longest - clock.GetElapsedTime(began)), within.Token);
        }
        catch (OperationCanceledException cut) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            _silent[cluster] = clock.GetTimestamp();
            throw new EngineException(
                EngineFault.Unknown,
                $"The cluster didn't answer within {Age.InWords(Longest)}.",
                cut
            );
        }
        catch (EngineException) when (clock.GetElapsedTime(began) >= Slow)
        {
            _silent[cluster] = clock.GetTimestamp();
            throw;
        }
    }
}
