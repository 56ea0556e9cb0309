using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Runs;

/// <summary>What a person may decide about a run: abort it while it goes, and say how a stuck one goes on.</summary>
public sealed class RunControl(
    IDbContextFactory<PortalDb> store,
    ChangeMover mover,
    ManagedRecords managed,
    UndoLimits limits,
    TimeProvider clock
)
{
    /// <summary>
    /// Sets a mark that is obeyed between two steps, and wakes a run that waits for its cluster; past the point of no
    /// return it is refused, and so it is once something came of what the run made: such a run could only get stuck on its way back. One that doesn't
    /// go on, because an engine doesn't answer, is aborted all the same.
    /// </summary>
    public Task<Outcome<ChangeState>> Abort(Caller who, ChangeId id, CancellationToken stop) =>
        RunDecision.Make(
            store,
            id,
            change => Authority.May(who, new CallerAction.StopChange(change.Owned, change.Actor.Name)),
            async (db, change, run) =>
            {
                if (change.State != ChangeState.Applying)
                {
                    return $"A change that is {change.State.InWords()} can't be aborted.";
                }

                var (plan, history) = await RunDecision.Read(db, run, stop);
                if (history.IsPastNoReturn(plan))
                {
                    return "This run is past its point of no return: what has begun can't be undone, so it goes on.";
                }

                if (run.FirstFailedAt is null && await limits.ReachedByNewest(db, plan, history, stop) is { } words)
                {
                    return $"{words}, so it can't be taken back: this change goes on. Request what was there before once it has ended.";
                }

                run.AbortBy ??= who.Actor.Name;
                run.AbortAt ??= clock.GetUtcNow();
                run.RetryAt = await StoreClock.Now(db, stop);
                Note(db, change, who, "run.abort_requested", $"{who.DisplayName} requested an abort.");
                return null;
            },
            stop
        );

    /// <summary>Takes a stuck run up again under a new fence: forwards, or backwards when it had turned back.</summary>
    public Task<Outcome<ChangeState>> Retry(Caller who, ChangeId id, CancellationToken stop) =>
        RunDecision.Make(
            store,
            id,
            change => Authority.May(who, new CallerAction.SettleRun(change.Owned)),
            async (db, change, run) =>
            {
                var isUndoing = await TurnedBack.Why(db, id, stop) is not null;
                run.State = isUndoing ? RunState.RollingBack : RunState.Applying;
                run.Fence++;
                run.RetryAt = await StoreClock.Now(db, stop);
                run.FirstFailedAt = null;
                var happened = new ChangeEvent.Retried(isUndoing);
                return await Move(db, change, happened, who, "run.retried", $"Tried again by {who.DisplayName}.", stop);
            },
            stop
        );

    /// <summary>Ends a stuck run: what is there is recorded as it is, and the rest becomes drift.</summary>
    public Task<Outcome<ChangeState>> Settle(Caller who, ChangeId id, string why, CancellationToken stop) =>
        RunDecision.Make(
            store,
            id,
            change => Authority.May(who, new CallerAction.SettleRun(change.Owned)),
            async (db, change, run) =>
            {
                if (why.Trim().Length is 0 or > 2_000)
                {
                    return "Add a reason of up to 2,000 characters; the audit log keeps it.";
                }

                var (plan, history) = await RunDecision.Read(db, run, stop);
                run.State = RunState.Settled;
                run.EndedAt = clock.GetUtcNow();
                var words = $"Settled by {who.DisplayName}: {why.Trim()}";
                if (await Move(db, change, new ChangeEvent.Settled(), who, "run.settled", words, stop) is { } refused)
                {
                    return refused;
                }

                await managed.Write(db, change, history.WhatIsThere(plan, isWhole: false), stop);
                await db.Set<RunTarget>().Where(t => t.RunId == run.Id).ExecuteDeleteAsync(stop);
                return null;
            },
            stop
        );

    private async Task<string?> Move(
        PortalDb db,
        Change change,
        ChangeEvent happened,
        Caller who,
        string kind,
        string words,
        CancellationToken stop
    ) =>
        await mover.Move(db, change, happened, who.Actor, kind, words, stop)
            is Portal.Core.Changes.Move.Refusal(var why)
            ? why
            : null;

    private void Note(PortalDb db, Change change, Caller who, string kind, string words) =>
        db.Add(
            new AuditEvent
            {
                At = clock.GetUtcNow(),
                Actor = who.Actor,
                Kind = kind,
                ChangeId = change.Id,
                Subject = change.Title,
                Words = words,
            }
        );
}
