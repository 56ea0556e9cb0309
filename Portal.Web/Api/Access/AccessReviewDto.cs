using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Access.Reviews;

namespace Portal.Web.Api.Access;

/// <summary>A round in which the owners of data keep or drop each grant on it.</summary>
public sealed record AccessReviewRowDto(
    long Id,
    [property: Description("The name of the team whose data it is about; null: everybody's.")] string? Team,
    string Reason,
    [property: Description("A handle; clock where the calendar opened it.")] string OpenedBy,
    DateTimeOffset OpenedAt,
    [property: Description(
        "What nobody answered for until then is dropped; put off by a day at a time, for 30 days at most, for what nobody can answer for."
    )]
        DateTimeOffset Deadline,
    [property: Description("When its owners were reminded; null: not yet, or nobody could answer for some of it then.")]
        DateTimeOffset? RemindedAt,
    [property: Description("Null while it is open.")] DateTimeOffset? ClosedAt,
    int Kept,
    int Dropped,
    [property: Description("Grants that ended by themselves before anybody answered.")] int Ended,
    int Unanswered
)
{
    public static AccessReviewRowDto Of(ReviewRow row) =>
        new(
            row.Id,
            row.Team,
            row.Reason,
            row.OpenedBy,
            row.OpenedAt,
            row.EndsAt,
            row.RemindedAt,
            row.ClosedAt,
            row.Kept,
            row.Dropped,
            row.Ended,
            row.Unanswered
        );
}

/// <summary>A grant of a round.</summary>
public sealed record AccessReviewItemDto(
    string Cluster,
    string Name,
    string Principal,
    [property: Description("What the principal may do: “read orders”.")] string Act,
    [property: Description("The name of the team that owns the data.")] string Owner,
    [property: Description(
        "That team has no approver, or none but who requested the grant, so approvers of the team platform keep it."
    )]
        bool ForPlatform,
    [property: Description(
        "Neither that team nor the team platform has an approver, so nobody can answer: it isn't dropped, and is kept after 30 days."
    )]
        bool Unanswerable,
    [property: Description("Null: it has no end, or isn't in force any more.")] DateTimeOffset? Expires,
    [property: Description("Null: nobody answered.")] ReviewVerdict? Verdict,
    [property: Description("A handle; clock where nobody answered until the end, or nobody could.")] string? AnsweredBy,
    DateTimeOffset? AnsweredAt,
    [property: Description("It is there still; what was dropped is removed within a minute.")] bool InForce
)
{
    public static AccessReviewItemDto Of(ReviewItemRow item) =>
        new(
            item.Cluster,
            item.Name,
            item.Principal,
            item.Act,
            item.Owner,
            item.IsForPlatform,
            !item.IsAnswerable,
            item.Expires,
            item.Verdict,
            item.AnsweredBy,
            item.AnsweredAt,
            item.IsInForce
        );
}

/// <summary>A round whole.</summary>
public sealed record AccessReviewDto(
    AccessReviewRowDto Review,
    [property: Description("By owner, cluster and name.")] IReadOnlyList<AccessReviewItemDto> Grants
)
{
    public static AccessReviewDto Of(ReviewDetails review) =>
        new(AccessReviewRowDto.Of(review.Row), [.. review.Items.Select(AccessReviewItemDto.Of)]);
}

/// <summary>A round to be opened.</summary>
public sealed record AccessReviewRequestDto(
    [property: MinLength(1), MaxLength(AccessReviewOpening.LongestReason)] string Reason,
    [property: Description("1 to 90 days from now.")] DateTimeOffset Deadline,
    [property: Description("The name of the team whose data it is about; left out: everybody's.")] string? Team = null
);

/// <summary>Answers for grants of a round.</summary>
public sealed record AccessReviewAnswersDto(
    [property: MinLength(1), MaxLength(AccessReviewAnswers.MostAtOnce)] IReadOnlyList<AccessReviewAnswerDto> Answers
);

/// <summary>An answer for one grant.</summary>
public sealed record AccessReviewAnswerDto(
    [property: Description("The cluster's name."), MinLength(1)] string Cluster,
    [property: Description("The grant's name."), MinLength(1)] string Name,
    ReviewVerdict Verdict
);
