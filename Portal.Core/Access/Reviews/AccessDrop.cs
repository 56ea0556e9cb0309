using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>
/// Drops a grant: it expires now, and is removed as every grant is that expires, by a change of its own. Nobody approves that: its owner, or the end of the
/// round, decided.
/// </summary>
public static class AccessDrop
{
    /// <returns>The number of the review that dropped it; null: none did.</returns>
    internal static Task<long?> Of(PortalDb db, long grant, CancellationToken stop) =>
        db.Set<AccessReviewItem>()
            .Where(i => i.GrantId == grant && i.Verdict == ReviewVerdict.Drop)
            .MaxAsync(i => (long?)i.ReviewId, stop);

    internal static async Task Do(PortalDb db, long grant, DateTimeOffset now, CancellationToken stop)
    {
        await db.Database.ExecuteSqlAsync($"select from access_grant where id = {grant} for update", stop);
        var held = await db.Set<AccessGrant>().SingleOrDefaultAsync(g => g.Id == grant && g.EndedAt == null, stop);
        if (held is not null && (held.ExpiresAt is null || held.ExpiresAt > now))
        {
            held.ExpiresAt = now;
            await db.SaveChangesAsync(stop);
            await AccessEnd.Expect(db, held, stop);
        }
    }

    /// <summary>Why a grant ends, for the change that removes it.</summary>
    public static async Task<string> Reason(PortalDb db, AccessGrant grant, DateTimeOffset now, CancellationToken stop)
    {
        var dropped = await db.Set<AccessReviewItem>()
            .Where(i => i.GrantId == grant.Id && i.Verdict == ReviewVerdict.Drop)
            .OrderByDescending(i => i.ReviewId)
            .Select(i => new { i.ReviewId, i.AnsweredBy })
            .FirstOrDefaultAsync(stop);
        return dropped switch
        {
            { AnsweredBy: var by } when by == Actor.Clock.Name =>
                $"Nobody answered for it until the end of access review {dropped.ReviewId}.",
            not null => $"Dropped by {dropped.AnsweredBy} in access review {dropped.ReviewId}.",
            null when grant.ExpiresAt <= now => "It expired.",
            null when await DeletedAccounts.IsOf(db, grant, stop) => $"The account of {grant.Principal} was deleted.",
            null => $"The topic {grant.Topic} that it was granted on is gone. One that has the name now is another.",
        };
    }
}
