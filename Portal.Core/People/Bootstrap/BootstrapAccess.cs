using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Bootstrap;

/// <summary>Ends what the administrator can act by: sessions, tokens, and the tokens that they created for Portal service accounts.</summary>
internal static class BootstrapAccess
{
    /// <returns>How many of each, for the audit log.</returns>
    public static async Task<string> End(PortalDb db, Person person, DateTimeOffset now, CancellationToken stop)
    {
        var ended = await ShutOut.Do(db, person, now, stop);
        var created = await db.Set<ApiToken>()
            .Where(t => t.CreatedBy == person.Handle && t.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), stop);
        return created == 0
            ? ended
            : $"{ended}, and {Quantity.Of(created, "token", "tokens")} of Portal service accounts that it created";
    }
}
