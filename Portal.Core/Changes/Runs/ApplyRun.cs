using Portal.Core.Resources;

namespace Portal.Core.Changes.Runs;

public enum RunState
{
    Waiting,
    Applying,
    Verifying,
    RollingBack,
    Stuck,
    Applied,
    RolledBack,
    Settled,
    Stale,
}

/// <summary>Planning as work of the workers: a row with a lease.</summary>
public sealed class PlanningRun
{
    public required ChangeId ChangeId { get; init; }
    public long Fence { get; set; }
    public string? Owner { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public required DateTimeOffset RetryAt { get; set; }
    public DateTimeOffset? FirstFailedAt { get; set; }
    public string? StatusMessage { get; set; }
}

/// <summary>One run of one approved plan. Whoever holds the lease under the newest fence goes on from the journal.</summary>
public sealed class ApplyRun
{
    public RunId Id { get; private set; }
    public required ChangeId ChangeId { get; init; }
    public required PlanId PlanId { get; init; }
    public required RunState State { get; set; }
    public long Fence { get; set; }
    public string? Owner { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public required DateTimeOffset RetryAt { get; set; }
    public DateTimeOffset? FirstFailedAt { get; set; }
    public string? AbortBy { get; set; }
    public DateTimeOffset? AbortAt { get; set; }
    public string? StatusMessage { get; set; }

    /// <summary>How far the step is that it waits in; null when it waits in none.</summary>
    public WaitProgress? Progress { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>The lock of a resource while a run on it has not ended.</summary>
public sealed class RunTarget
{
    public required ResourceKind Kind { get; init; }
    public required ClusterId ClusterId { get; init; }

    /// <summary>The name as its kind locks it: what the engine can't keep apart is one lock.</summary>
    public required string Name { get; init; }
    public required RunId RunId { get; init; }
}

public enum StepDirection
{
    Do,
    Undo,
}

public enum StepPhase
{
    Intent,
    Done,
    Failed,
}

public sealed class JournalEntry
{
    public long Id { get; private set; }
    public required RunId RunId { get; init; }

    /// <summary>The step's ordinal in the plan.</summary>
    public required int Step { get; init; }
    public required StepDirection Direction { get; init; }
    public required StepPhase Phase { get; init; }
    public required long Fence { get; init; }

    /// <summary>What was there before the act, as JSON.</summary>
    public string? BeforeImage { get; init; }

    /// <summary>The incarnation made or met.</summary>
    public string? EngineId { get; init; }
    public string? Result { get; init; }
    public required DateTimeOffset At { get; init; }
}
