using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Lists;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

/// <summary>Portal service accounts, with what they may do and when they were used. Paged by name.</summary>
public sealed class AccountList(IDbContextFactory<PortalDb> store, TokenLife life)
{
    /// <param name="after">The name that the page before ended with; null: from the first.</param>
    public async Task<IReadOnlyList<AccountRow>> Page(
        Caller who,
        AccountFilter filter,
        string? after,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        // By the store's own order, which the pages follow.
        var all = after is null
            ? db.Set<Person>()
            : db.Set<Person>().FromSql($"select * from person where handle > {after}");
        return await Rows(db, who, Matching(db, all, filter).OrderBy(p => p.Handle).Take(take), stop);
    }

    internal async Task<IReadOnlyList<AccountRow>> Rows(
        PortalDb db,
        Caller who,
        IQueryable<Person> accounts,
        CancellationToken stop
    )
    {
        var working = life.Working(db).Where(t => t.WorkloadRuleId == null);
        var found = await (
            from account in accounts
            join team in db.Set<Team>() on account.OwnerTeamId equals (TeamId?)team.Id
            orderby account.Handle
            select new
            {
                Account = account,
                Team = team,
                Tokens = working.Count(t => t.PersonId == account.Id),
                Oldest = working
                    .Where(t => t.PersonId == account.Id && !working.Any(next => next.Id == t.RotatedTo))
                    .Min(t => (DateTimeOffset?)t.CreatedAt),
                Expiry = working
                    .Where(t => t.PersonId == account.Id && !working.Any(next => next.Id == t.RotatedTo))
                    .Min(t => (DateTimeOffset?)t.ExpiresAt),
                Used = db.Set<ApiToken>().Where(t => t.PersonId == account.Id).Max(t => t.LastUsedAt),
            }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        var roles = (await PersonRows.Roles(db, [.. found.Select(f => f.Account.Id)], stop)).ToLookup(
            role => role.Of,
            role => role.Row
        );
        return found.ConvertAll(f => new AccountRow(
            f.Account.Id,
            f.Account.Handle,
            f.Account.About,
            new ChangeOwner(f.Team.Id, f.Team.Name, f.Team.Title),
            [.. roles[f.Account.Id]],
            SeesTokens(who, f.Team.Id)
                ? new AccountUse(f.Tokens, f.Oldest is { } oldest ? life.End(oldest, f.Expiry!.Value) : null, f.Used)
                : null,
            f.Account.DisabledAt,
            f.Account.DisabledBy,
            f.Account.DisabledReason,
            f.Account.RemovedAt
        ));
    }

    internal static bool SeesTokens(Caller who, TeamId owner) =>
        Authority.May(who, new CallerAction.SeeAccountTokens(owner)).Granted;

    private static IQueryable<Person> Matching(PortalDb db, IQueryable<Person> people, AccountFilter filter)
    {
        var accounts = people.Where(p => p.OwnerTeamId != null);
        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            var pattern = $"%{LikePattern.Escape(text)}%";
            accounts = accounts.Where(p =>
                EF.Functions.ILike(p.Handle, pattern, LikePattern.EscapeCharacter)
                || EF.Functions.ILike(p.About, pattern, LikePattern.EscapeCharacter)
            );
        }

        if (filter.Team is { } name)
        {
            accounts = accounts.Where(p => db.Set<Team>().Any(t => t.Id == p.OwnerTeamId && t.Name == name));
        }

        return filter.State switch
        {
            AccountState.Active => accounts.Where(p => p.DisabledAt == null),
            AccountState.Disabled => accounts.Where(p => p.DisabledAt != null && p.RemovedAt == null),
            AccountState.Removed => accounts.Where(p => p.RemovedAt != null),
            _ => accounts.Where(p => p.RemovedAt == null),
        };
    }
}
