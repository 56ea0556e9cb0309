using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>What the end of a round makes of grants that nobody answered for.</summary>
internal static class ClockAnswers
{
    /// <summary>Also in the other rounds that are open.</summary>
    /// <param name="items">By grant.</param>
    public static async Task Drop(
        PortalDb db,
        long review,
        IReadOnlyList<AccessReviewItem> items,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var elsewhere = await ReviewItems.InOtherRounds(db, review, [.. items.Select(i => i.GrantId)], now, stop);
        foreach (var item in items)
        {
            await AccessDrop.Do(db, item.GrantId, now, stop);
            foreach (var same in elsewhere[item.GrantId].Prepend(item))
            {
                Answer(db, same, ReviewVerdict.Drop, now, $", because nobody answered in access review {review}");
            }
        }
    }

    /// <summary>How many of a round were dropped because nobody answered, by all of its ends that were put off and by those of other rounds.</summary>
    public static async Task<int> Dropped(PortalDb db, long review, CancellationToken stop)
    {
        await db.SaveChangesAsync(stop);
        return await db.Set<AccessReviewItem>()
            .Where(i => i.ReviewId == review && i.Verdict == ReviewVerdict.Drop)
            .CountAsync(i => i.AnsweredBy == Actor.Clock.Name, stop);
    }

    /// <summary>In this round alone: in another one somebody may come to answer.</summary>
    public static void Keep(PortalDb db, IReadOnlyList<AccessReviewItem> items, DateTimeOffset now)
    {
        foreach (var item in items)
        {
            Answer(db, item, ReviewVerdict.Keep, now, ", because nobody could answer for it");
        }
    }

    private static void Answer(
        PortalDb db,
        AccessReviewItem item,
        ReviewVerdict verdict,
        DateTimeOffset now,
        string why
    )
    {
        (item.Verdict, item.AnsweredBy, item.AnsweredAt) = (verdict, Actor.Clock.Name, now);
        db.Add(ReviewEvent.Of(now, Actor.Clock, item, why));
    }
}
