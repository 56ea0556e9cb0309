using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Wording;

namespace Portal.Core.Access.Reviews;

/// <summary>
/// What a round comes to by the clock: its owners are reminded, and at its end what nobody answered for is dropped. No grant is dropped before its owners had
/// been reminded for a while: where the workers were down then, or somebody can answer for it only since then, they are reminded at the end, and for it the round
/// lasts longer. What nobody can answer for by then holds nothing else either: the end is put off until somebody can, or until it has waited for too long and is kept.
/// </summary>
public sealed class AccessReviewEnd(AccessReviewOwners ownership, TimeProvider clock)
{
    /// <summary>From the reminder to the end, at least.</summary>
    public static readonly TimeSpan LeastNotice = TimeSpan.FromHours(12);

    private static readonly TimeSpan PutOffBy = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

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

        var next = review.RemindedAt is null ? review.RemindAt : review.EndsAt;
        if (next > now)
        {
            return next;
        }

        // Who has the data only since somebody last looked wasn't reminded either.
        await ownership.Renew(db, review.Id, stop);
        var open = await ReviewItems
            .Unanswered(db)
            .Where(i => i.ReviewId == review.Id)
            .OrderBy(i => i.GrantId)
            .ToListAsync(stop);
        var owners = await UnanswerableGrants.Owners(db, review.Id, stop);
        var nobody = UnanswerableGrants.InWords(owners.Values);
        var unanswerable = open.FindAll(item => owners.ContainsKey(item.GrantId));
        unanswerable.ForEach(item => item.RemindedAt = null);
        if (review.EndsAt <= now)
        {
            await ClockAnswers.Drop(db, review.Id, open.FindAll(item => item.RemindedAt is not null), now, stop);
            open.RemoveAll(item => item.RemindedAt is not null);
        }

        if (review.EndsAt > now || open.Count > unanswerable.Count)
        {
            Remind(db, review, open, unanswerable, nobody, now);
        }
        else if (nobody is not null && now - (await RoundEvent.PostponedSince(db, review, stop) ?? now) < LongestWait)
        {
            PutOff(db, review, nobody, now);
        }
        else
        {
            ClockAnswers.Keep(db, unanswerable, now);
            Close(db, review, await ClockAnswers.Dropped(db, review.Id, stop), nobody, now);
        }

        await db.SaveChangesAsync(stop);
        return review.ClosedAt is null ? review.EndsAt : null;
    }

    // Who can answer only since then is reminded at the end.
    private static void Remind(
        PortalDb db,
        AccessReview review,
        List<AccessReviewItem> open,
        List<AccessReviewItem> unanswerable,
        string? nobody,
        DateTimeOffset now
    )
    {
        foreach (var item in open.Except(unanswerable))
        {
            item.RemindedAt ??= now;
        }

        if (nobody is null || review.EndsAt <= now)
        {
            review.RemindedAt = now;
        }

        var isLate = open.Count > 0 && review.EndsAt < now + LeastNotice;
        if (isLate)
        {
            review.EndsAt = now + LeastNotice;
        }

        var late = isLate ? " The end was moved, so that there is time for it." : "";
        var without = nobody is null
            ? ""
            : $" {nobody} For these the review stays open until one is there, for {LongestWait.TotalDays:0}\u00a0days at most.";
        db.Add(
            RoundEvent.Of(
                now,
                review,
                "reminded",
                $"{Quantity.Of(open.Count, "grant needs", "grants need")} an answer until {UtcTime.InWords(review.EndsAt)}.{late}{without}"
            )
        );
    }

    // Who can answer by the end that it comes to is reminded before.
    private static void PutOff(PortalDb db, AccessReview review, string nobody, DateTimeOffset now)
    {
        (review.EndsAt, review.RemindedAt) = (now + PutOffBy, null);
        db.Add(
            RoundEvent.Of(
                now,
                review,
                RoundEvent.Postponed,
                $"{nobody} The end was put off until {UtcTime.InWords(review.EndsAt)} for these."
            )
        );
    }

    private static void Close(PortalDb db, AccessReview review, int dropped, string? nobody, DateTimeOffset now)
    {
        review.ClosedAt = now;
        var kept = nobody is null
            ? ""
            : $" {nobody} These stay as they are: the end was put off for {LongestWait.TotalDays:0}\u00a0days.";
        db.Add(
            RoundEvent.Of(
                now,
                review,
                "closed",
                $"It is over; {Quantity.Of(dropped, "grant that nobody answered for is", "grants that nobody answered for are")} dropped.{kept}"
            )
        );
    }
}
