using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>What became of a round by the clock, for the audit log.</summary>
internal static class RoundEvent
{
    public const string Postponed = "postponed";

    public static AuditEvent Of(DateTimeOffset at, AccessReview review, string what, string words) =>
        new()
        {
            At = at,
            Actor = Actor.Clock,
            Kind = KindOf(what),
            Subject = SubjectOf(review),
            Words = words,
        };

    /// <returns>When its end was put off first; null: it never was.</returns>
    public static async Task<DateTimeOffset?> PostponedSince(PortalDb db, AccessReview review, CancellationToken stop)
    {
        var (kind, subject) = (KindOf(Postponed), SubjectOf(review));
        return await db.Set<AuditEvent>()
            .Where(e => e.At >= review.OpenedAt && e.Kind == kind && e.Subject == subject)
            .MinAsync(e => (DateTimeOffset?)e.At, stop);
    }

    private static string KindOf(string what) => $"access-review.{what}";

    private static string SubjectOf(AccessReview review) => $"Access review {review.Id}";
}
