using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

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

    /// <summary>Those that workloads got of an account and that still work: the newest, and how many there are.</summary>
    public async Task<(IReadOnlyList<TokenRow> Newest, int All)> OfWorkloads(
        PersonId of,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var tokens = life.Working(db).AsNoTracking().Where(t => t.PersonId == of && t.WorkloadRuleId != null);
        var rows = await Rows(db, tokens.OrderByDescending(t => t.Id).Take(take)).ToListAsync(stop);
        return (rows.ConvertAll(InTime), rows.Count < take ? rows.Count : await tokens.CountAsync(stop));
    }

    public async Task<TokenRow?> Find(long id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var row = await Rows(db, db.Set<ApiToken>().AsNoTracking().Where(t => t.Id == id)).SingleOrDefaultAsync(stop);
        return row is null ? null : InTime(row);
    }

    /// <summary>
    /// A token just stored, in the transaction that stores it. Whoever answers with its secret reads nothing after the commit: it would be lost if the store
    /// fell silent there, though the token is in force.
    /// </summary>
    internal static async Task<TokenRow> Stored(PortalDb db, TokenLife life, long id, CancellationToken stop) =>
        InTime(await Rows(db, db.Set<ApiToken>().AsNoTracking().Where(t => t.Id == id)).SingleAsync(stop), life);

    private TokenRow InTime(TokenRow row) => InTime(row, life);

    private static TokenRow InTime(TokenRow row, TokenLife life) =>
        row with
        {
            ExpiresAt = life.End(row.FirstMadeAt, row.ExpiresAt),
        };

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
                        && db.Set<PersonWithAccess>().Any(a => a.PersonId == p.Id)
                        && db.Set<Membership>()
                            .Any(m =>
                                m.PersonId == p.Id
                                && (
                                    m.Role == Role.Platform
                                    || (
                                        (m.Role == Role.Approver || m.Role == Role.Owner)
                                        && m.TeamId == person.OwnerTeamId
                                    )
                                )
                            )
                    ),
            token.RotatedTo
        );
}
