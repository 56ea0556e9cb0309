using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Leaving;

/// <summary>
/// Open changes get another requester: the successor answers for them, and approves none of them. What a worker has begun stays as it is, because it
/// was approved and nobody is asked any more.
/// </summary>
internal sealed class ChangesHandedOver(ResourceKinds kinds, ChangeMover mover, TimeProvider time)
{
    /// <returns>How many were handed over; or why one of them can't be.</returns>
    public async Task<Outcome<int>> Do(PortalDb db, Person from, Person to, Actor by, CancellationToken stop)
    {
        var open = await db.Set<Change>()
            .Where(c => c.Actor.Name == from.Handle && !ChangeStates.Ended.Contains(c.State))
            .OrderBy(c => c.Id)
            .Select(c => c.Id)
            .ToListAsync(stop);
        var successor = await FuturePassword.Reader(db, to.Handle, stop);
        var theirs = await Accounts(db, to, stop);
        var handed = 0;
        foreach (var id in open)
        {
            // A run that ends holds its change while it waits for others that are open: it is never waited for.
            if (
                await ChangeMover.LockUnlessRunning(db, id, stop) is not { } change
                || change.State.IsEnd()
                || change.Actor.Name != from.Handle
            )
            {
                continue;
            }

            if (FuturePassword.Beyond(kinds, change.Environment, change.Resources, successor) is { } account)
            {
                return Refusal.Invalid(
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["successor"] =
                            $"{to.Name} would see the password of {account.Name} through change {change.Id}, but has no role by which they can request it. Choose a member of the team that owns it, or cancel the change first.",
                    }
                );
            }

            await Give(db, change, from, to, theirs, by, stop);
            handed++;
        }

        return handed;
    }

    // All of the same human, by handle, with their names.
    private static async Task<IReadOnlyDictionary<string, string>> Accounts(
        PortalDb db,
        Person of,
        CancellationToken stop
    )
    {
        var handles = SameHuman.Of(db, [of.Handle]);
        return await db.Set<Person>()
            .Where(p => handles.Contains(p.Handle))
            .Select(p => new { p.Handle, p.Name })
            .ToDictionaryAsync(p => p.Handle, p => p.Name, StringComparer.Ordinal, stop);
    }

    private async Task Give(
        PortalDb db,
        Change change,
        Person from,
        Person to,
        IReadOnlyDictionary<string, string> theirs,
        Actor by,
        CancellationToken stop
    )
    {
        change.Actor = new Actor(to.Handle, ActorVia.Delegation, from.Handle);
        change.Authors = [.. change.Authors.Union([to.Handle], StringComparer.Ordinal)];
        db.Add(
            new AuditEvent
            {
                At = time.GetUtcNow(),
                Actor = by,
                Kind = "change.handed_over",
                ChangeId = change.Id,
                Subject = change.Title,
                Words = $"{to.Name} answers for this change; before, {from.Name} did.",
            }
        );
        await db.SaveChangesAsync(stop);
        if (change.State is not (ChangeState.PendingApproval or ChangeState.Approved or ChangeState.Held))
        {
            await ChangeNotification.Progress(db, change.Id, stop);
        }
        else if (FuturePassword.IsOf(kinds, change))
        {
            var again =
                $"{to.Name} will see the password that this change makes, so it is planned and approved again for {to.Name}.";
            await mover.Move(db, change, new ChangeEvent.ClusterMoved(), by, "change.requester_changed", again, stop);
        }
        else
        {
            await Recount(db, change, to, theirs, by, stop);
        }
    }

    // Votes of the successor, by any account of theirs: their own, one that they gave for somebody, and one that somebody gave for them.
    private async Task Recount(
        PortalDb db,
        Change change,
        Person to,
        IReadOnlyDictionary<string, string> theirs,
        Actor by,
        CancellationToken stop
    )
    {
        string[] handles = [.. theirs.Keys];
        var votes = await db.Set<Vote>()
            .CurrentOn(change.PlanId)
            .Where(v =>
                handles.Contains(v.Actor.Name) || (v.Actor.OnBehalfOf != null && handles.Contains(v.Actor.OnBehalfOf))
            )
            .ToListAsync(stop);
        if (votes.Count == 0)
        {
            await ChangeNotification.Progress(db, change.Id, stop);
            return;
        }

        votes.ForEach(vote => vote.WithdrawnAt = time.GetUtcNow());
        ChangeEvent happened =
            change.State == ChangeState.Held ? new ChangeEvent.ClusterMoved() : new ChangeEvent.VoteWithdrawn();
        var givers = string.Join(" and ", votes.Select(vote => string.Join(" for ", vote.Actor.Names.Select(Named))));
        var words = $"{to.Name} answers for this change now, so the approval by {givers} doesn't count.";
        await mover.Move(db, change, happened, by, "vote.withdrawn", words, stop);

        string Named(string handle) => theirs.GetValueOrDefault(handle, handle);
    }
}
