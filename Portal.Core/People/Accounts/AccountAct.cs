using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

/// <summary>Something done to a Portal service account, in one transaction and under the lock of the rules: whole, or not at all.</summary>
internal static class AccountAct
{
    /// <param name="act">Changes rows; what it refuses leaves none.</param>
    /// <returns>What the act came to; or why the caller may not manage this account, or that there is none of this name.</returns>
    public static async Task<Outcome<T>> Do<T>(
        this IDbContextFactory<PortalDb> store,
        KnownCaller who,
        string name,
        Func<PortalDb, Person, Task<Outcome<T>>> act,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var found = await db.Set<Person>()
            .SingleOrDefaultAsync(p => p.Handle == name && p.OwnerTeamId != null && p.RemovedAt == null, stop);
        if (found is not { OwnerTeamId: { } owner })
        {
            return Refusal.NotFound(AccountName.NotThere(name));
        }

        if (await WhyNot(db, who, owner, stop) is { } no)
        {
            return no;
        }

        var outcome = await act(db, found);
        if (outcome is Outcome<T>.Done)
        {
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }

        return outcome;
    }

    /// <summary>Why the caller, as they are now, may not manage accounts of this team; null when they may.</summary>
    public static async Task<Refusal?> WhyNot(PortalDb db, KnownCaller who, TeamId owner, CancellationToken stop) =>
        await Stewardship.Now(db, who, stop) is not { } caller ? Stewardship.Gone
        : AccountCreation.May(caller, owner) is { Granted: false } no ? Refusal.Denied(no.Words)
        : null;

    public static Refusal Wrong(string field, string words) =>
        Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = words });
}
