using Portal.Core.Teams;

namespace Portal.Core.Audit;

/// <summary>One act, written in the transaction that did it.</summary>
public sealed class AuditEvent
{
    public long Id { get; private set; }
    public required DateTimeOffset At { get; init; }
    public required Actor Actor { get; init; }

    /// <summary>A dotted word: change.submitted, vote.cast, step.done, cluster.registered.</summary>
    public required string Kind { get; init; }
    public ChangeId? ChangeId { get; init; }
    public ClusterId? ClusterId { get; init; }
    public string Subject { get; init; } = "";
    public required string Words { get; init; }
    public string? Data { get; init; }
}

/// <summary>The number and chain hash a sealer gave an event afterwards.</summary>
public sealed class AuditSeal
{
    public required long Number { get; init; }
    public required long EventId { get; init; }
    public required byte[] Previous { get; init; }
    public required byte[] Hash { get; init; }
}
