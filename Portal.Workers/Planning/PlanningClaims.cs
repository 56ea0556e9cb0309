using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Store;
using Portal.Workers.Claiming;

namespace Portal.Workers.Planning;

/// <summary>A change whose plan is ours to make for the length of a lease.</summary>
public sealed record PlanningClaim(ChangeId Change, long Fence);

/// <summary>
/// Planning is claimed as runs are: one statement, a fence, a lease on the database's clock. The fence is of a sequence,
/// not counted on the row: that goes and comes with each request, and a fence must never come twice.
/// </summary>
public sealed class PlanningClaims(IDbContextFactory<PortalDb> store, IOptions<PlanningOptions> options)
{
    private static readonly string Owner = $"{Environment.MachineName}:{Environment.ProcessId}";

    public async Task<PlanningClaim?> Next(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var claimed = await db
            .Database.SqlQuery<ClaimedRow>(
                $"""
                update planning_run p
                set fence = nextval('planning_fence'), owner = {Owner}, lease_until = clock_timestamp() + {options.Value.Lease}
                from (
                    select change_id from planning_run
                    where retry_at <= clock_timestamp() and (lease_until is null or lease_until <= clock_timestamp())
                    order by retry_at limit 1
                    for update skip locked
                ) due
                where p.change_id = due.change_id
                returning p.change_id as "ChangeId", p.fence as "Fence"
                """
            )
            .ToListAsync(stop);
        return claimed is [var row] ? new(new ChangeId(row.ChangeId), row.Fence) : null;
    }

    public async Task<bool> Renew(PlanningClaim claim, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var renewed = await db.Database.ExecuteSqlAsync(
            $"""
            update planning_run set lease_until = clock_timestamp() + {options.Value.Lease}
            where change_id = {claim.Change.Value} and fence = {claim.Fence} and lease_until > clock_timestamp()
            """,
            stop
        );
        return renewed == 1;
    }

    public async Task GiveBack(PlanningClaim claim, TimeSpan pause, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await db.Database.ExecuteSqlAsync(
            $"""
            update planning_run
            set owner = null, lease_until = null, retry_at = greatest(retry_at, clock_timestamp() + {pause})
            where change_id = {claim.Change.Value} and fence = {claim.Fence}
            """,
            stop
        );
    }

    /// <summary>Stands before each write of the planner, in its transaction.</summary>
    public static async Task Pass(PortalDb db, PlanningClaim claim, CancellationToken stop)
    {
        var mine = await db
            .Database.SqlQuery<long>(
                $"""
                select fence as "Value" from planning_run
                where change_id = {claim.Change.Value} and fence = {claim.Fence} and lease_until > clock_timestamp()
                for update
                """
            )
            .ToListAsync(stop);
        if (mine.Count == 0)
        {
            throw new ClaimLostException();
        }
    }

    /// <summary>It can't be planned now: tried again after as long as it has been failing.</summary>
    /// <returns>False when it has failed for so long that planning is given up.</returns>
    public async Task<bool> Park(PlanningClaim claim, string words, CancellationToken stop)
    {
        var (first, longest, giveUp) = (
            options.Value.FirstPause,
            options.Value.LongestPause,
            options.Value.GiveUpAfter
        );
        await using var db = await store.CreateDbContextAsync(stop);
        var parked = await db.Database.ExecuteSqlAsync(
            $"""
            update planning_run set
                first_failed_at = coalesce(first_failed_at, clock_timestamp()),
                retry_at = clock_timestamp() + least(greatest(clock_timestamp() - first_failed_at, {first}), {longest}),
                owner = null, lease_until = null, told = {words}
            where change_id = {claim.Change.Value} and fence = {claim.Fence}
              and coalesce(clock_timestamp() - first_failed_at, interval '0') < {giveUp}
            """,
            stop
        );
        await ChangeNotification.Progress(db, claim.Change, stop);
        return parked == 1;
    }

    private sealed record ClaimedRow(long ChangeId, long Fence);
}
