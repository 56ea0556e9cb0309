using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>A token that took the place of another is the same key to what is requested with it, whoever rotated it.</summary>
internal static class RotatedTokens
{
    /// <summary>Handles of whose words a caller's requests are, by the token that they act with and by those that it took the place of.</summary>
    public static async Task<IReadOnlySet<string>> Authors(PortalDb db, Caller who, CancellationToken stop)
    {
        var authors = who.Authors.ToHashSet(StringComparer.Ordinal);
        if (who.Actor.Token is not { } token)
        {
            return authors;
        }

        var rotated = await db.Set<ApiToken>()
            .AsNoTracking()
            .Where(t => t.RotatedTo != null)
            .Where(t => db.Set<ApiToken>().Any(now => now.Id == token && now.PersonId == t.PersonId))
            .Select(t => new
            {
                t.Id,
                Next = t.RotatedTo!.Value,
                t.CreatedBy,
                t.CoAuthors,
            })
            .ToListAsync(stop);
        var before = rotated.ToLookup(t => t.Next);
        var chain = new Stack<long>([token]);
        while (chain.TryPop(out var next))
        {
            foreach (var former in before[next])
            {
                authors.UnionWith(former.CoAuthors.Append(former.CreatedBy).OfType<string>());
                chain.Push(former.Id);
            }
        }

        return authors;
    }
}
