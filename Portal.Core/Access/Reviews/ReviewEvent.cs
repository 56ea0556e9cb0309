using Portal.Core.Audit;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>What became of a grant in a round, for the audit log.</summary>
internal static class ReviewEvent
{
    /// <param name="item">Answered.</param>
    /// <param name="why">What follows the act, with a comma before it.</param>
    public static AuditEvent Of(DateTimeOffset at, Actor by, AccessReviewItem item, string why = "")
    {
        var what = item.Verdict == ReviewVerdict.Keep ? "kept" : "dropped";
        return new()
        {
            At = at,
            Actor = by,
            Kind = $"access-review.{what}",
            ClusterId = item.ClusterId,
            Subject = item.Name,
            Words = $"Access review {item.ReviewId}: {what} the access of {item.Principal} to {item.Act}{why}.",
        };
    }
}
