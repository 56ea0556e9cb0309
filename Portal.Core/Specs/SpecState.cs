using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>Whether a document differs from what is managed and seen.</summary>
internal abstract record SpecState(SpecDocument Document)
{
    /// <summary>Open changes that request something else, the newest first; at most ten, and a note has how many there are beyond that.</summary>
    public IReadOnlyList<ChangeId> Otherwise { get; init; } = [];

    /// <summary>What of it isn't requested though it isn't known to be as written, and why, and which open change of it waits; null where there is no such thing.</summary>
    public SpecNote? Note { get; init; }

    public sealed record Unchanged(SpecDocument Document) : SpecState(Document);

    /// <summary>A change requests just this, and is open or wasn't seen to be applied yet. One that is stuck is in the note.</summary>
    public sealed record Requested(SpecDocument Document, ResourceOperation Operation, OpenRequest By)
        : SpecState(Document);

    /// <param name="Spec">What is to be requested of it: the document's own, but an end that is over is left as it is managed.</param>
    /// <param name="IsSeen">Whether it was seen since it last changed.</param>
    /// <param name="Drift">Of one that is as managed, and differs only from what was seen: how. Null: it is edited.</param>
    public sealed record Differs(
        SpecDocument Document,
        ResourceSpec? Spec,
        ResourceOperation Operation,
        bool IsSeen,
        string? Drift
    ) : SpecState(Document);
}
