using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Roster;

/// <summary>
/// Ends everything that somebody is signed in with, what workloads got by rules that they made, and tokens of Portal service accounts that were created with
/// a token of theirs.
/// </summary>
internal static class ShutOut
{
    /// <returns>What ended, in words.</returns>
    public static async Task<string> Do(PortalDb db, Person person, DateTimeOffset now, CancellationToken stop)
    {
        // A token that a workload is given in this moment by one of their rules is stored before this, or not at all.
        await db.Database.ExecuteSqlAsync($"select from person where id = {person.Id.Value} for no key update", stop);
        var open = await db.Set<BrowserSession>()
            .Where(s => s.PersonId == person.Id && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), stop);
        var theirs = db.Set<ApiToken>()
            .Where(t => t.PersonId == person.Id || (t.WorkloadRuleId != null && t.CreatedBy == person.Handle))
            .Where(t => t.RevokedAt == null);
        // Before theirs: it is these that they end with.
        var along = await db.Set<ApiToken>()
            .Where(t => t.RevokedAt == null && t.ExpiresAt > now && !theirs.Any(own => own.Id == t.Id))
            .Where(t => theirs.Any(own => own.ExpiresAt > now && t.MadeWith.Contains(own.Id)))
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), stop);
        var working = await theirs.ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), stop);
        var ended = $"{Quantity.Of(open, "session", "sessions")} and {Quantity.Of(working, "token", "tokens")} ended";
        return along == 0
            ? ended
            : $"{ended}, and with them {Quantity.Of(along, "token", "tokens")} of Portal service accounts";
    }
}
