using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.Access.Reviews;

/// <summary>
/// What a round comes to by the clock: its owners are reminded, and at its end what nobody answered for is dropped. Nothing is dropped before its owners had
/// been reminded for a while: where the workers were down then, the round lasts longer.
/// </summary>
public sealed class AccessReviewEnd(TimeProvider clock)
{
    /// <summary>From the reminder to the end, at least.</summary>
    public static readonly TimeSpan LeastNotice = TimeSpan.FromHours(12);

    /// <summary>In a transaction that the caller has begun.</summary>
    /// <returns>When it is to be looked at again; null: it is over.</returns>
    public async Task<DateTimeOffset?> Do(PortalDb db, long id, CancellationToken stop)
    {
        // With the other rounds that are open, in one order with those who answer: what is dropped in this one is dropped there.
        await db.Database.ExecuteSqlAsync(
            $"select from access_review where id = {id} or closed_at is null order by id for update",
            stop
        );
        var now = clock.GetUtcNow();
        if (await db.Set<AccessReview>().SingleOrDefaultAsync(r => r.Id == id, stop) is not { ClosedAt: null } review)
        {
            return null;
        }

        if (review.RemindedAt is null && review.RemindAt <= now)
        {
            await Remind(db, review, now, stop);
        }

        if (review.EndsAt > now)
        {
            return review.RemindedAt is null ? review.RemindAt : review.EndsAt;
        }

        await Close(db, review, now, stop);
        return null;
    }

    private static async Task Remind(PortalDb db, AccessReview review, DateTimeOffset now, CancellationToken stop)
    {
        review.RemindedAt = now;
        var open = await ReviewItems.Unanswered(db).CountAsync(i => i.ReviewId == review.Id, stop);
        var isLate = open > 0 && review.EndsAt < now + LeastNotice;
        if (isLate)
        {
            review.EndsAt = now + LeastNotice;
        }

        db.Add(
            Event(
                review,
                now,
                "reminded",
                $"{Quantity.Of(open, "grant needs", "grants need")} an answer until {UtcTime.InWords(review.EndsAt)}.{(isLate ? " The end was moved: no worker was running when the reminder was due." : "")}"
            )
        );
        await db.SaveChangesAsync(stop);
    }

    private static async Task Close(PortalDb db, AccessReview review, DateTimeOffset now, CancellationToken stop)
    {
        review.ClosedAt = now;
        var open = await ReviewItems
            .Unanswered(db)
            .Where(i => i.ReviewId == review.Id)
            .OrderBy(i => i.GrantId)
            .ToListAsync(stop);
        var elsewhere = await ReviewItems.InOtherRounds(db, review.Id, [.. open.Select(i => i.GrantId)], now, stop);
        foreach (var item in open)
        {
            await AccessDrop.Do(db, item.GrantId, now, stop);
            foreach (var same in elsewhere[item.GrantId].Prepend(item))
            {
                (same.Verdict, same.AnsweredBy, same.AnsweredAt) = (ReviewVerdict.Drop, Actor.Clock.Name, now);
                db.Add(
                    ReviewEvent.Of(now, Actor.Clock, same, $", because nobody answered in access review {review.Id}")
                );
            }
        }

        db.Add(
            Event(
                review,
                now,
                "closed",
                $"It is over; {Quantity.Of(open.Count, "grant that nobody answered for is", "grants that nobody answered for are")} dropped."
            )
        );
        await db.SaveChangesAsync(stop);
    }

    private static AuditEvent Event(AccessReview review, DateTimeOffset at, string what, string words) =>
        new()
        {
            At = at,
            Actor = Actor.Clock,
            Kind = $"access-review.{what}",
            Subject = $"Access review {review.Id}",
            Words = words,
        };
}
