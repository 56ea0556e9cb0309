using Portal.Core.Resources;

namespace Portal.Core.Changes.Judging;

/// <summary>An open change of a resource that somebody else wants to change too: both may, and the one applied second becomes stale.</summary>
/// <param name="RequestedBy">The handle of who asked, and beside it the name.</param>
/// <param name="On">The resource both are about.</param>
/// <param name="Wish">What was requested, to follow "requested:": "grow orders".</param>
/// <param name="Moves">What of the resource it would move, by field, from what is wanted of it now; none for a create or a delete.</param>
public sealed record ConcurrentChange(
    ChangeId Id,
    string Title,
    ChangeState State,
    string RequestedBy,
    string RequestedByName,
    DateTimeOffset CreatedAt,
    ResourceRef On,
    ResourceOperation Operation,
    string Wish,
    IReadOnlyList<FieldMove> Moves
);
