using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>Whether a token can still be used.</summary>
public enum TokenState
{
    Active,
    Expired,
    Revoked,

    /// <summary>Its person's access was taken away, and the token's with it.</summary>
    PersonLeft,
}

/// <summary>A token as it can be shown: everything but itself.</summary>
/// <param name="Person">The handle of whose it is, and beside it the name.</param>
/// <param name="MadeWith">The tokens it was made with, from the first on, which it doesn't outlive.</param>
/// <param name="FirstMadeAt">When the first of those was made; its own making when a person made it.</param>
public sealed record TokenRow(
    long Id,
    string Name,
    PersonId PersonId,
    string Person,
    string PersonName,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<long> MadeWith,
    DateTimeOffset FirstMadeAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    bool PersonLeft
)
{
    public TokenState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? TokenState.Revoked
        : ExpiresAt <= now ? TokenState.Expired
        : PersonLeft ? TokenState.PersonLeft
        : TokenState.Active;
}

/// <summary>Lists of tokens, newest first, ended ones too: what had access is part of the story. Paged by key.</summary>
public sealed class TokenList(IDbContextFactory<PortalDb> store, TokenLife life)
{
    /// <param name="of">Whose; null: everybody's.</param>
    public async Task<IReadOnlyList<TokenRow>> Newest(PersonId? of, long? below, int take, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var tokens = db.Set<ApiToken>().AsNoTracking();
        if (of is { } person)
        {
            tokens = tokens.Where(t => t.PersonId == person);
        }

        if (below is { } last)
        {
            tokens = tokens.Where(t => t.Id < last);
        }

        var rows = await Rows(db, tokens.OrderByDescending(t => t.Id).Take(take)).ToListAsync(stop);
        return rows.ConvertAll(InTime);
    }

    public async Task<TokenRow?> Find(long id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var row = await Rows(db, db.Set<ApiToken>().AsNoTracking().Where(t => t.Id == id)).SingleOrDefaultAsync(stop);
        return row is null ? null : InTime(row);
    }

    private TokenRow InTime(TokenRow row) => row with { ExpiresAt = life.End(row.FirstMadeAt, row.ExpiresAt) };

    private static IQueryable<TokenRow> Rows(PortalDb db, IQueryable<ApiToken> tokens) =>
        from token in tokens
        join person in db.Set<Person>() on token.PersonId equals person.Id
        let madeFrom = db.Set<ApiToken>()
            .Where(m => token.MadeWith.Contains(m.Id))
            .Min(m => (DateTimeOffset?)m.CreatedAt)
        let makerGone = db.Set<ApiToken>().Where(m => token.MadeWith.Contains(m.Id)).Min(m => m.RevokedAt)
        orderby token.Id descending
        select new TokenRow(
            token.Id,
            token.Name,
            token.PersonId,
            person.Handle,
            person.Name,
            token.Scopes,
            token.MadeWith,
            madeFrom ?? token.CreatedAt,
            token.CreatedAt,
            token.ExpiresAt,
            token.LastUsedAt,
            token.RevokedAt ?? makerGone,
            person.DisabledAt != null
        );
}
