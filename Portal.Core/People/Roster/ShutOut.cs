using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Roster;

/// <summary>Ends everything that somebody is signed in with, and what workloads got by rules that they made.</summary>
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
        var working = await db.Set<ApiToken>()
            .Where(t => t.PersonId == person.Id || (t.WorkloadRuleId != null && t.CreatedBy == person.Handle))
            .Where(t => t.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), stop);
        return $"{Quantity.Of(open, "session", "sessions")} and {Quantity.Of(working, "token", "tokens")} ended";
    }
}
