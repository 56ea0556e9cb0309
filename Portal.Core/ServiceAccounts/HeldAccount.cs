using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>An account that a run has in hand.</summary>
/// <param name="Agreed">What is wanted of it until that run's change is applied.</param>
public sealed record HeldAccount(Resource Account, ServiceAccountSpec Agreed, AccountHolder Holder)
{
    /// <summary>Its former password that is over; null: nothing of it is.</summary>
    public FormerOverdue? Overdue(DateTimeOffset now) => Holder.Overdue(Agreed, now);

    /// <summary>Null: no run has it in hand.</summary>
    public static async Task<HeldAccount?> Find(PortalDb db, ResourceKinds kinds, ResourceId id, CancellationToken stop)
    {
        var account = await db.Set<Resource>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == id && r.GoneAt == null, stop);
        return
            account is not null
            && account.Read(kinds) is ServiceAccountSpec agreed
            && await AccountHolders.Of(db, account.On, stop) is { } holder
            ? new HeldAccount(account, agreed, holder)
            : null;
    }
}
