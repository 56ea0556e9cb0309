using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;

namespace Portal.Core.Changes;

/// <summary>
/// What follows from a change's new state, in the same transaction: work for planners and appliers appears or goes with
/// the state, so that neither can be lost or left over. It is due at once, by the store's clock.
/// </summary>
internal static class Consequences
{
    public static async Task Of(
        PortalDb db,
        Change change,
        ChangeState before,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (before == ChangeState.Approved && change.State is not (ChangeState.Applying or ChangeState.Approved))
        {
            await EndWaitingRun(db, change, now, stop);
        }

        switch (change.State)
        {
            case ChangeState.Planning or ChangeState.Stale:
                await WantPlan(db, change, stop);
                break;
            case ChangeState.Approved:
                await WantRun(db, change, now, stop);
                break;
            case var state when state.IsEnd() || state is ChangeState.PlanFailed or ChangeState.ChangesRequested:
                await db.Set<PlanningRun>().Where(r => r.ChangeId == change.Id).ExecuteDeleteAsync(stop);
                break;
        }

        var notice = new ChangeNotification(change.Id, change.State).Payload;
        await db.Database.ExecuteSqlAsync(
            $"select pg_notify({StoreChannel.Shown}, {notice}), pg_notify({StoreChannel.Work}, {StoreTypes.Word(change.State)})",
            stop
        );
    }

    // A stale change plans again by itself: the planner takes it from Stale to Planning.
    private static Task WantPlan(PortalDb db, Change change, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into planning_run (change_id, retry_at) values ({change.Id.Value}, clock_timestamp())
            on conflict (change_id) do nothing
            """,
            stop
        );

    private static Task WantRun(PortalDb db, Change change, DateTimeOffset now, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into apply_run (change_id, plan_id, state, retry_at, created_at)
            values ({change.Id.Value}, {change.PlanId!.Value.Value}, 'waiting', clock_timestamp(), {now})
            """,
            stop
        );

    // A worker that has claimed it and not begun yet must not begin what was replaced.
    private static Task EndWaitingRun(PortalDb db, Change change, DateTimeOffset now, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update apply_run set state = 'stale', ended_at = {now}, fence = fence + 1, owner = null, lease_until = null
            where change_id = {change.Id.Value} and state = 'waiting' and ended_at is null
            """,
            stop
        );
}
