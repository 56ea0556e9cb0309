using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>An account whose former password is over while a run has it in hand.</summary>
public sealed record OverdueAccount(
    Resource Account,
    ServiceAccountSpec Agreed,
    AccountHolder Holder,
    FormerOverdue Former
)
{
    /// <summary>Null: no run has it in hand, or nothing of it is over.</summary>
    public static async Task<OverdueAccount?> Find(
        PortalDb db,
        ResourceKinds kinds,
        ResourceId id,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var account = await db.Set<Resource>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == id && r.GoneAt == null, stop);
        return
            account is not null
            && account.Read(kinds) is ServiceAccountSpec agreed
            && await AccountHolders.Of(db, account.On, stop) is { } holder
            && holder.Overdue(agreed, now) is { } former
            ? new OverdueAccount(account, agreed, holder, former)
            : null;
    }
}
