using System.Collections.Immutable;
using Portal.Core.Health;

namespace Portal.Core.Jobs;

/// <summary>How a job is. RUNNING at Flink isn't healthy: stable is earned. Worse ones come later.</summary>
public enum JobHealth
{
    Stable,
    Suspended,
    Starting,
    Unknown,
    BackPressured,
    FallingBehind,

    /// <summary>A share of its records isn't decoded: they go into its dead-letter topic.</summary>
    SkippingRecords,
    CheckpointsFailing,
    Restarting,

    /// <summary>A topic that it reads or writes isn't there any more.</summary>
    MissingTopic,
    Failed,
}

/// <summary>A job's status with its reason.</summary>
/// <param name="Words">A sentence.</param>
/// <param name="Cause">What is behind it, as a sentence; null where that isn't known.</param>
public sealed record JobStatus(JobHealth Health, string Words, string? Cause = null)
{
    public string Whole => Cause is null ? Words : $"{Words} {Cause}";
}

/// <summary>What a status is judged from.</summary>
/// <param name="Wanted">Null when the portal doesn't manage it.</param>
/// <param name="Run">The newest run that carries the name; null when none was seen.</param>
/// <param name="ReadAt">When its Flink was last read; null: not yet.</param>
/// <param name="Failure">Why the newest reading failed; null when it didn't.</param>
public sealed record JobSight(JobDesired? Wanted, SeenJob? Run, DateTimeOffset? ReadAt, string? Failure)
{
    /// <summary>How it fares on what it reads, by its last checkpoints.</summary>
    public ImmutableArray<JobLag> Lag { get; init; } = [];

    /// <summary>Of its Flink, when that was last read; null where that wasn't told.</summary>
    public (int Free, int All)? Slots { get; init; }

    /// <summary>Null where it skips none, or that isn't known.</summary>
    public DeadLetterRate? DeadLetters { get; init; }

    /// <summary>Its topics that aren't there any more, each as <c>prod.orders</c>.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>The change whose run holds it, and so may have stopped it; null: none does.</summary>
    public JobHold? Hold { get; init; }

    /// <summary>When a change on it was last settled, which may have left it stopped; null: never.</summary>
    public DateTimeOffset? SettledAt { get; init; }
}

/// <summary>A change whose run on a job isn't over.</summary>
/// <param name="IsStuck">It waits for a person.</param>
public readonly record struct JobHold(ChangeId Change, bool IsStuck);

/// <summary>How far a job is behind on the topics of one cluster.</summary>
public sealed record JobLag(ClusterId ClusterId, string Cluster, GroupSnapshot Group);
