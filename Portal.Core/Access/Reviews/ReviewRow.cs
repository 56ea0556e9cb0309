using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>A round as lists show it.</summary>
/// <param name="Team">The name of the team whose data it is about; null: everybody's.</param>
/// <param name="Ended">Grants that ended by themselves before anybody answered: there is nothing to answer any more.</param>
public sealed record ReviewRow(
    long Id,
    string? Team,
    string? TeamTitle,
    string Reason,
    string OpenedBy,
    DateTimeOffset OpenedAt,
    DateTimeOffset EndsAt,
    DateTimeOffset? RemindedAt,
    DateTimeOffset? ClosedAt,
    int Kept,
    int Dropped,
    int Ended,
    int Unanswered
)
{
    public int Grants => Kept + Dropped + Ended + Unanswered;

    public bool IsOpen => ClosedAt is null;
}

/// <summary>A grant of a round.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Owner">The name of the team that owns the data now, and answers.</param>
/// <param name="Verdict">Null: nobody answered yet.</param>
/// <param name="AnsweredBy">A handle; the clock, where nobody answered until the end, or nobody could.</param>
/// <param name="IsInForce">It is there still, or its removal may be taken back: what was dropped is removed within a minute.</param>
/// <param name="IsAnswerable">Somebody can keep or drop it: the team, or Platform, has an approver.</param>
/// <param name="IsForPlatform">Nobody may approve for that team but who requested the grant, so Platform's approvers keep it.</param>
/// <param name="MayAnswer">Who looks may drop it.</param>
/// <param name="Keep">Whether who looks may keep it, or why not.</param>
public sealed record ReviewItemRow(
    string Cluster,
    string Name,
    string Principal,
    string Act,
    string Owner,
    string OwnerTitle,
    DateTimeOffset? Expires,
    ReviewVerdict? Verdict,
    string? AnsweredBy,
    DateTimeOffset? AnsweredAt,
    bool IsInForce,
    bool IsAnswerable,
    bool IsForPlatform,
    bool MayAnswer,
    Permission Keep
)
{
    public bool IsUnanswered => Verdict is null && IsInForce;
}

/// <summary>A round whole.</summary>
/// <param name="Items">By owner, cluster and name.</param>
public sealed record ReviewDetails(ReviewRow Row, IReadOnlyList<ReviewItemRow> Items);

/// <summary>What of the rounds that are open waits for somebody's answer.</summary>
/// <param name="Review">The round's number.</param>
/// <param name="IsReminder">It ends soon.</param>
public sealed record ReviewToAnswer(long Review, int Grants, DateTimeOffset EndsAt, bool IsReminder);

/// <summary>A round as somebody wants to open it.</summary>
/// <param name="Team">Whose data, by the team's name; null: everybody's.</param>
public sealed record ReviewWish(string? Team, string Reason, DateTimeOffset EndsAt);

/// <summary>An answer for one grant, by its cluster's name and its own.</summary>
public sealed record ReviewAnswer(string Cluster, string Name, ReviewVerdict Verdict);
