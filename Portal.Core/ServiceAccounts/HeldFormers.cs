using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.ServiceAccounts;

/// <summary>Former passwords whose time was over while a change had their account in hand: their end, and what the audit log has of them.</summary>
public sealed class HeldFormers(IDbContextFactory<PortalDb> store, ResourceKinds kinds, TimeProvider clock)
{
    private const string OverdueWord = "former-password.overdue";
    private const string EndedWord = "former-password.ended";

    /// <summary>
    /// Nobody carries the run on meanwhile, and nobody decides about it: a step that sets a password by the same mechanism can't come between a look and a
    /// deletion. Where a worker has the run, or it is over, nothing is done.
    /// </summary>
    public async Task Alone(RunId run, Func<PortalDb, Task> work, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        // Whoever is frozen while it has the run loses it, whatever the store's role has set, and acts no more: its deadline is shorter.
        await db.Database.ExecuteSqlAsync($"set local idle_in_transaction_session_timeout = '30s'", stop);
        var free = await db.Set<ApplyRun>()
            .FromSql(
                $"""
                select * from apply_run
                where id = {run.Value} and ended_at is null and (lease_until is null or lease_until <= clock_timestamp())
                for update
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
        if (free.Count == 0)
        {
            return;
        }

        await work(db);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Writes down that the former password of an account is gone from its cluster: from then on none is wanted.</summary>
    /// <param name="seen">As it was when the password was deleted.</param>
    /// <param name="holder">The change that has it in hand.</param>
    /// <param name="found">How the cluster had it before.</param>
    /// <returns>False: something else is wanted of the account by now.</returns>
    public async Task<bool> End(PortalDb db, Resource seen, ChangeId holder, FormerSeen found, CancellationToken stop)
    {
        var account = await db.Set<Resource>()
            .FromSql($"select * from resource where id = {seen.Id.Value} and gone_at is null for update")
            .SingleOrDefaultAsync(stop);
        if (account is null || account.Spec != seen.Spec || account.Read(kinds) is not ServiceAccountSpec agreed)
        {
            return false;
        }

        account.Spec = kinds.Of(account.Kind).WriteSpec(agreed.WithoutFormer);
        account.UpdatedAt = clock.GetUtcNow();
        var end =
            found is FormerSeen.There
                ? "it was deleted from the cluster, apart from that change"
                : "it isn't on the cluster any more";
        db.Add(
            Event(
                EndedWord,
                account,
                holder,
                $"The former password of {account.Name}, by {agreed.Mechanism.Other().Title()}, was over while change {holder} has the account in hand: {end}."
            )
        );
        await db.SaveChangesAsync(stop);
        await ChangeNotification.Progress(db, holder, stop);
        return true;
    }

    /// <summary>It is over and still works. Once for each change and reason, however often its end is tried and fails by several in turn.</summary>
    public async Task Note(PortalDb db, Resource account, FormerOverdue former, string reason, CancellationToken stop)
    {
        var words =
            $"The former password of {account.Name} was to end at {UtcTime.InWords(former.Until)} and still works while change {former.Change} has the account in hand: {reason}";
        if (await Events(db, OverdueWord, former.Change, account.On).AnyAsync(e => e.Words == words, stop))
        {
            return;
        }

        db.Add(Event(OverdueWord, account, former.Change, words));
        await db.SaveChangesAsync(stop);
    }

    /// <summary>Whether a former password was deleted apart from the change of this run, while that had the account in hand.</summary>
    public async Task<bool> HasEnded(RunId run, ResourceRef on, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var change = await db.Set<ApplyRun>().Where(r => r.Id == run).Select(r => r.ChangeId).SingleAsync(stop);
        return await Events(db, EndedWord, change, on).AnyAsync(stop);
    }

    private static IQueryable<AuditEvent> Events(PortalDb db, string kind, ChangeId change, ResourceRef on) =>
        db.Set<AuditEvent>()
            .Where(e => e.ChangeId == change && e.Kind == kind && e.ClusterId == on.Cluster && e.Subject == on.Name);

    private AuditEvent Event(string kind, Resource account, ChangeId change, string words) =>
        new()
        {
            At = clock.GetUtcNow(),
            Actor = Actor.Clock,
            Kind = kind,
            ChangeId = change,
            ClusterId = account.ClusterId,
            Subject = account.Name,
            Words = words,
        };
}
