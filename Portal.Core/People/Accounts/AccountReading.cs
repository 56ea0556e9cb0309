using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes.Lists;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

/// <summary>One Portal service account whole.</summary>
public sealed class AccountReading(
    IDbContextFactory<PortalDb> store,
    AccountList list,
    TokenList tokens,
    ChangeList changes
)
{
    /// <summary>Tokens that are read at most: all that work, and the newest of those that ended.</summary>
    private const int MostTokens = 100;
    private const int MostChanges = 10;
    private const int MostActs = 20;

    public async Task<Outcome<AccountDetails>> Of(Caller who, string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var found = db.Set<Person>().Where(p => p.Handle == name && p.OwnerTeamId != null);
        if (await list.Rows(db, who, found, stop) is not [var row])
        {
            return Refusal.NotFound(AccountName.NotThere(name));
        }

        var sees = row.Use is not null;
        var (newest, all) = sees ? await tokens.OfWorkloads(row.Id, MostTokens, stop) : ([], 0);
        return new AccountDetails(
            row,
            await PersonReading.Past(db, row.Id, stop),
            sees ? await tokens.WorkingFirst(row.Id, MostTokens, stop) : null,
            sees ? newest : null,
            sees ? all : null,
            sees
                ? await db.Set<WorkloadRule>()
                    .AsNoTracking()
                    .Where(r => r.AccountId == row.Id)
                    .OrderBy(r => r.Id)
                    .ToListAsync(stop)
                : null,
            await changes.Page(new ChangeFilter(RequestedBy: name), null, MostChanges, stop),
            sees
                ? await db.Set<AuditEvent>()
                    .AsNoTracking()
                    .Where(e =>
                        e.Subject == name
                        && (EF.Functions.Like(e.Kind, "account.%") || EF.Functions.Like(e.Kind, "role.%"))
                    )
                    .OrderByDescending(e => e.Id)
                    .Take(MostActs)
                    .ToListAsync(stop)
                : null
        );
    }
}
