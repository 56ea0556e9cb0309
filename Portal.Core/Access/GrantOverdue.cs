using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access;

/// <summary>Grants whose time was over while a change had them in hand: their end, and what the audit log says of them.</summary>
public sealed class GrantOverdue(IDbContextFactory<PortalDb> store, TimeProvider clock)
{
    private const string OverdueWord = "access.overdue";

    /// <summary>
    /// Writes down that a grant is over whose ACLs are gone from its cluster, while a run has it in hand or none does. It keeps what it held, for whoever looks
    /// back, and its row in <c>due</c>, until nothing of it is managed either.
    /// </summary>
    /// <param name="seen">As it was when its ACLs were removed.</param>
    /// <param name="holder">The change that has it in hand.</param>
    /// <returns>False: somebody else wrote it meanwhile.</returns>
    public async Task<bool> End(AccessGrant seen, ChangeId? holder, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var grant = await GrantRecord.Find(db, new(AccessKind.Word, seen.ClusterId, seen.Name), stop);
        if (grant is null || (grant.Id, grant.RunId, grant.ExpiresAt) != (seen.Id, seen.RunId, seen.ExpiresAt))
        {
            return false;
        }

        grant.EndedAt = clock.GetUtcNow();
        db.Add(Ended(grant, holder, clock.GetUtcNow()));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>It is over and still on its cluster. Once for each grant, however often its removal is tried.</summary>
    public async Task Note(PortalDb db, AccessGrant grant, ChangeId? change, string reason, CancellationToken stop)
    {
        var subject = Subject(grant);
        if (
            await db.Set<AuditEvent>()
                .AnyAsync(
                    e =>
                        e.At >= grant.GrantedAt
                        && e.Kind == OverdueWord
                        && e.ClusterId == grant.ClusterId
                        && e.Subject == subject
                        && e.ChangeId == change,
                    stop
                )
        )
        {
            return;
        }

        db.Add(
            Event(
                OverdueWord,
                grant,
                change,
                clock.GetUtcNow(),
                $"{grant.Name} is over and still on the cluster{Hand(change)}. Its removal is tried again until it is gone: {reason}"
            )
        );
        await db.SaveChangesAsync(stop);
    }

    private static AuditEvent Ended(AccessGrant grant, ChangeId? change, DateTimeOffset now) =>
        Event(
            "access.ended",
            grant,
            change,
            now,
            $"{grant.Name} was over{Hand(change)}: what the ledger has as its ACLs, and as no other grant's, was removed from the cluster, apart from that change."
        );

    private static AuditEvent Event(
        string kind,
        AccessGrant grant,
        ChangeId? change,
        DateTimeOffset now,
        string words
    ) =>
        new()
        {
            At = now,
            Actor = Actor.Clock,
            Kind = kind,
            ChangeId = change,
            ClusterId = grant.ClusterId,
            Subject = Subject(grant),
            Words = words,
        };

    private static string Subject(AccessGrant grant) => $"grant {grant.Name}";

    private static string Hand(ChangeId? change) => change is { } id ? $" while change {id.Value} has it in hand" : "";
}
