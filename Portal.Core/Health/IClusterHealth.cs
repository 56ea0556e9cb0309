using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <summary>
/// The newest snapshot of each cluster, kept fresh in the background: LISTEN/NOTIFY wakes, a version read after each
/// reconnect makes up for what NOTIFY lost. Reading never waits and never asks the store. Register with
/// <c>AddClusterHealth()</c>.
/// </summary>
public interface IClusterHealth
{
    /// <summary>By cluster. Empty until <see cref="Loaded"/>; a cluster that was registered but never collected is there, without topics.</summary>
    ImmutableDictionary<ClusterId, ClusterSnapshot> Current { get; }

    /// <summary>Done once the first load is.</summary>
    Task Loaded { get; }

    /// <summary>
    /// Calls <paramref name="changed"/> after a newer snapshot of a cluster took its place, at most once a second a cluster, until disposed;
    /// with its last one after it was deregistered.
    /// </summary>
    IDisposable Watch(Action<ClusterSnapshot> changed);
}

/// <summary>What charts draw: the past, out of the packed readings: a few queries a call, of the packs of what is drawn alone.</summary>
public interface IHealthHistory
{
    /// <summary>A group's lag, all its partitions together, or those of one topic, or one partition alone. Oldest first.</summary>
    Task<ImmutableArray<LagPoint>> Lag(LagOf what, Window window, CancellationToken stop);

    /// <summary>What a topic takes in and what its readers take out, a second: the mean of each step. Oldest first.</summary>
    Task<ImmutableArray<RatePoint>> Rates(ClusterId cluster, string topic, Window window, CancellationToken stop);
}

public sealed record LagOf(ClusterId Cluster, string Group, string? Topic = null, int? Partition = null);

/// <summary>
/// A stretch of time, and how many points to draw it with at most: of each step the worst lag, or the mean rate. What began more than
/// six hours ago is drawn from a reading every five minutes, for up to seven days.
/// </summary>
public sealed record Window(DateTimeOffset From, DateTimeOffset To, int Points = 360)
{
    /// <summary>How long a step is.</summary>
    public TimeSpan Step => (To - From) / Math.Max(1, Points);
}

/// <summary>Unknown values are gaps in the line: there was no answer, which is not zero.</summary>
public readonly record struct LagPoint(DateTimeOffset At, Amount Lag, TimeLag Behind, LagStatus Status);

/// <summary>The means of a step, each over the time of it that is known; null: none of it is.</summary>
/// <param name="At">When the last reading of the step was.</param>
public readonly record struct RatePoint(DateTimeOffset At, double? Produced, double? Consumed);

/// <summary>Who reads a topic, as evidence for a plan.</summary>
public interface ITopicReaders
{
    /// <summary>
    /// The groups with offsets on the live incarnation of each topic, or members that were given partitions of it, with
    /// when they last moved and whether the readings of the last ten minutes have a gap (no cycle, or no answer for one
    /// of its partitions): silence proves nothing.
    /// </summary>
    /// <returns>By topic, each that was asked for.</returns>
    Task<IReadOnlyDictionary<string, SeenReaders>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    );

    /// <summary>Whether the cluster's newest readings are fresh and whole: what isn't in them isn't there.</summary>
    Task<bool> AreWhole(ClusterId cluster, CancellationToken stop);
}
