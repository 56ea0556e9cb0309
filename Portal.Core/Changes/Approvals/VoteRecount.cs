using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Approvals;

/// <summary>
/// Changes whose votes are enough again without another one, because somebody who voted may approve again: they go on. A sweep costs one
/// command while no change that waits has an approval, and some for each that has one.
/// </summary>
public sealed class VoteRecount(IDbContextFactory<PortalDb> store, ChangeMover mover)
{
    /// <returns>How many went on.</returns>
    public async Task<int> Sweep(CancellationToken stop)
    {
        var approved = 0;
        foreach (var change in await Waiting(stop))
        {
            approved += await Recount(change, stop) ? 1 : 0;
        }

        return approved;
    }

    private async Task<List<ChangeId>> Waiting(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Change>()
            .Where(c =>
                c.State == ChangeState.PendingApproval
                && db.Set<Vote>()
                    .Any(v => v.PlanId == c.PlanId && v.WithdrawnAt == null && v.Verdict == VoteVerdict.Approve)
            )
            .Select(c => c.Id)
            .ToListAsync(stop);
    }

    private async Task<bool> Recount(ChangeId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await ChangeMover.Lock(db, id, stop) is not { State: ChangeState.PendingApproval } change)
        {
            return false;
        }

        var round = await VotingRound.Open(db, change, stop);
        if (!round.Tally(round.Votes).All(step => step.IsMet))
        {
            return false;
        }

        const string Words = "Its approvals are enough again: who gave them may approve again.";
        await mover.Move(db, change, new ChangeEvent.Approved(true), Actor.Clock, "vote.recounted", Words, stop);
        await transaction.CommitAsync(stop);
        return true;
    }
}
