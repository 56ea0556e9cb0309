using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Wording;
using Portal.Engines;
using Portal.Workers.Applying;
using Portal.Workers.Claiming;

namespace Portal.Workers.Calendar;

/// <summary>
/// What the calendar does on clusters, one after the other. Each has a time for all of it, waiting for a lock and looking included, and a cluster that let that pass isn't
/// waited for again within a minute: it holds up what is due on others once, however much is due on it. That somebody else had the lock for long is none of its doing.
/// </summary>
public sealed class TimelyActs(TimeProvider clock)
{
    // Shorter than a lock lasts for a worker that sleeps.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // Longer than an act is looked at that a cluster took and doesn't show yet: that one answers.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan VerifyWithin = TimeSpan.FromSeconds(5);

    // A run that goes on is over by then, and an extension that it carries out keeps what was to end without a gap.
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<ClusterId, long> _silent = [];

    /// <summary>How long a cluster is looked at until it shows what was done.</summary>
    public RetryPolicy Shows => new(clock, VerifyWithin);

    /// <summary>Whether what was to end then isn't left any longer to a run that has it in hand.</summary>
    /// <param name="end">Null: it doesn't end by itself.</param>
    public bool IsOverdue(DateTimeOffset? end) => end <= clock.GetUtcNow() - GracePeriod;

    /// <summary>The same as <see cref="On"/>. A cluster that was just read in vain isn't waited for once per row.</summary>
    /// <typeparam name="TReading">Of what is acted on.</typeparam>
    /// <returns>Why it isn't known to be done; null: it is.</returns>
    public async Task<string?> Try<TReading>(
        PortalDb db,
        ClusterId cluster,
        Func<Func<ActBefore>, CancellationToken, Task> act,
        CancellationToken stop
    )
        where TReading : class, IClusterReading
    {
        var since = clock.GetUtcNow() - Pause;
        var failure = await db.Set<TReading>()
            .Where(r => r.ClusterId == cluster && r.TriedAt > since)
            .Select(r => r.Failure)
            .SingleOrDefaultAsync(stop);
        if (failure is not null)
        {
            return failure;
        }

        try
        {
            await On(cluster, act, stop);
            return null;
        }
        catch (EngineException unanswered)
        {
            return unanswered.Message;
        }
    }

    /// <param name="act">Calls the first for its deadline once it has its lock: what passes from then on is the cluster's time.</param>
    /// <exception cref="EngineException">It failed, or took too long: then it may have been done.</exception>
    public async Task On(ClusterId cluster, Func<Func<ActBefore>, CancellationToken, Task> act, CancellationToken stop)
    {
        if (_silent.TryGetValue(cluster, out var since) && clock.GetElapsedTime(since) < Pause)
        {
            throw new EngineException(EngineFault.Transient, "The cluster didn't answer in time a moment ago.");
        }

        var began = ClockReading.Of(clock);
        long? locked = null;
        using var late = new CancellationTokenSource(Longest, clock);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await act(Begin, within.Token);
        }
        catch (OperationCanceledException cut) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            if (locked is not { } start || clock.GetElapsedTime(start) < clock.GetElapsedTime(began.Timestamp, start))
            {
                throw new EngineException(
                    EngineFault.Unknown,
                    $"Something else had it in hand, so it wasn't over within {Age.InWords(Longest)}.",
                    cut
                );
            }

            _silent[cluster] = clock.GetTimestamp();
            throw new EngineException(
                EngineFault.Unknown,
                $"The cluster didn't answer within {Age.InWords(Longest)}.",
                cut
            );
        }
        catch (EngineException) when (locked is { } start && clock.GetElapsedTime(start) >= Slow)
        {
            _silent[cluster] = clock.GetTimestamp();
            throw;
        }

        ActBefore Begin()
        {
            locked = clock.GetTimestamp();
            return new ActBefore(() => Longest - began.Age(clock));
        }
    }
}
