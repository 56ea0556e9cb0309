using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Teams;

/// <summary>Accounts of which a provider stated the same e-mail address are taken for one human, who has one vote. Where none stated one, nobody can tell.</summary>
internal static class SameHuman
{
    /// <summary>To be joined in a query: each account, as <c>handle</c>, with each of the same human, as <c>other</c>.</summary>
    public const string Pairs = """
        (
            select one.handle, two.handle as other
            from person one
            join external_identity stated on stated.person_id = one.id and stated.email <> ''
            join external_identity same on lower(same.email) = lower(stated.email)
            join person two on two.id = same.person_id
        )
        """;

    private const string Theirs = $$"""
        select unnest({0}) as "Value"
        union
        select pair.other from {{Pairs}} as pair where pair.handle = any({0})
        """;

    /// <summary>These accounts and the others of the same people, by handle: to be read, or to be asked for within another question.</summary>
    public static IQueryable<string> Of(PortalDb db, IReadOnlyCollection<string> handles)
    {
        string[] known = [.. handles];
        return db.Database.SqlQueryRaw<string>(Theirs, [known]);
    }
}
