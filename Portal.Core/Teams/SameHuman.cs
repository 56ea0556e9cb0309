using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Teams;

/// <summary>Accounts of which a provider stated the same e-mail address are taken for one human, who has one vote. Where none stated one, nobody can tell.</summary>
internal static class SameHuman
{
    /// <summary>These accounts and the others of the same people, by handle: to be read, or to be asked for within another question.</summary>
    public static IQueryable<string> Of(PortalDb db, IReadOnlyCollection<string> handles)
    {
        string[] known = [.. handles];
        return db.Database.SqlQuery<string>(
            $"""
            select unnest({known}) as "Value"
            union
            select other.handle
            from person one
            join external_identity stated on stated.person_id = one.id and stated.email <> ''
            join external_identity same on lower(same.email) = lower(stated.email)
            join person other on other.id = same.person_id
            where one.handle = any({known})
            """
        );
    }
}
