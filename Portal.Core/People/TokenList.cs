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

    /// <summary>Its Portal service account is disabled: it works again when that is enabled.</summary>
    AccountDisabled,
}

/// <summary>A token as it can be shown: everything but itself.</summary>
/// <param name="Person">The handle of whose it is, and beside it the name.</param>
/// <param name="MadeWith">The tokens it was made with, from the first on, which it doesn't outlive.</param>
/// <param name="PersonLeft">Whose it is was disabled.</param>
/// <param name="IsOfAccount">A Portal service account has it.</param>
/// <param name="CreatedBy">Who created it for the account; null: it is a person's own.</param>
/// <param name="CreatorLeft">They no longer manage the account, and may have kept a copy.</param>
/// <param name="RotatedTo">The token that took its place.</param>
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
    string LastUsedFrom,
    bool PersonLeft,
    bool IsOfAccount,
    string? CreatedBy,
    bool CreatorLeft,
    long? RotatedTo
)
{
    public TokenState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? TokenState.Revoked
        : ExpiresAt <= now ? TokenState.Expired
        : PersonLeft ? (IsOfAccount ? TokenState.AccountDisabled : TokenState.PersonLeft)
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

    /// <summary>All of an account's that work, and the newest of those that ended; without those of workloads, which come and go.</summary>
    public async Task<IReadOnlyList<TokenRow>> WorkingFirst(PersonId of, int take, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var working = life.Working(db);
        var tokens = db.Set<ApiToken>()
            .AsNoTracking()
            .Where(t => t.PersonId == of && t.WorkloadRuleId == null)
            .OrderByDescending(t => working.Any(w => w.Id == t.Id))
            .ThenByDescending(t => t.Id)
            .Take(take);
        var rows = await Rows(db, tokens).ToListAsync(stop);
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
            token.LastUsedFrom,
            person.DisabledAt != null,
            person.OwnerTeamId != null,
            token.CreatedBy,
            token.CreatedBy != null
                && !db.Set<Person>()
                    .Any(p =>
                        p.Handle == token.CreatedBy
                        && p.DisabledAt == null
                        && db.Set<Membership>()
                            .Any(m =>
                                m.PersonId == p.Id
                                && (
                                    m.Role == Role.Platform
                                    || (m.Role == Role.Approver && m.TeamId == person.OwnerTeamId)
                                )
                            )
                    ),
            token.RotatedTo
        );
}
