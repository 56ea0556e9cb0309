using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Teams;

/// <summary>Accounts of which a provider stated the same e-mail address are taken for one human, who has one vote. Where none stated one, nobody can tell.</summary>
internal static class SameHuman
{
    /// <summary>These accounts and the others of the same people, by handle.</summary>
    public static async Task<IReadOnlyCollection<string>> Of(
        PortalDb db,
        IReadOnlyCollection<string> handles,
        CancellationToken stop
    )
    {
        if (handles.Count == 0)
        {
            return [];
        }

        string[] known = [.. handles];
        var others = await db
            .Database.SqlQuery<string>(
                $"""
                select distinct other.handle as "Value"
                from person one
                join external_identity stated on stated.person_id = one.id and stated.email <> ''
                join external_identity same on lower(same.email) = lower(stated.email)
                join person other on other.id = same.person_id
                where one.handle = any({known})
                """
            )
            .ToListAsync(stop);
        return [.. others.Union(known, StringComparer.Ordinal)];
    }
}
