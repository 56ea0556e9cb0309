using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;

namespace Portal.Workers.Applying;

/// <summary>
/// Taking, keeping and giving back runs. Every time that decides who works when is the database's: the clocks of workers
/// and of who asks need not agree with it or with one another. Two claims at once never get the same run (SKIP LOCKED), and each claim raises the fence.
/// </summary>
public sealed class RunClaims(IDbContextFactory<PortalDb> store, IOptions<ApplyingOptions> options)
{
    private static readonly string Owner = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>The run that has been due longest and whose resources nobody else works on; null when there is none.</summary>
    public async Task<Claim?> Next(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var lease = options.Value.Lease;
        var claimed = await db
            .Database.SqlQuery<ClaimedRow>(
                $"""
                update apply_run r
                set fence = r.fence + 1, owner = {Owner}, lease_until = clock_timestamp() + {lease}
                from (
                    select a.id from apply_run a join change c on c.id = a.change_id
                    where a.ended_at is null and a.state <> 'stuck' and a.retry_at <= clock_timestamp()
                      and (a.lease_until is null or a.lease_until <= clock_timestamp())
                      and (a.state <> 'waiting' or c.state = 'approved' and c.plan_id = a.plan_id and not exists (
                          select 1 from change_resource w
                          join run_target t on t.kind = w.kind and t.cluster_id = w.cluster_id and t.name = w.lock_key
                          where w.change_id = a.change_id))
                    order by a.retry_at limit 1
                    for update of a skip locked
                ) due
                where r.id = due.id
                returning r.id as "Id", r.change_id as "ChangeId", r.plan_id as "PlanId", r.fence as "Fence", r.state as "State",
                    r.abort_by as "AbortBy", r.first_failed_at is not null as "HasFailed",
                    r.created_at as "CreatedAt"
                """
            )
            .ToListAsync(stop);
        return claimed is [var row]
            ? new(
                new RunId(row.Id),
                new ChangeId(row.ChangeId),
                new PlanId(row.PlanId),
                row.Fence,
                row.RunState,
                row.AbortBy,
                row.HasFailed,
                row.CreatedAt
            )
            : null;
    }

    /// <summary>False when the lease is over already: it is never revived, another worker may have begun.</summary>
    public async Task<bool> Renew(Claim claim, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var renewed = await db.Database.ExecuteSqlAsync(
            $"""
            update apply_run set lease_until = clock_timestamp() + {options.Value.Lease}
            where id = {claim.Run.Value} and fence = {claim.Fence} and lease_until > clock_timestamp()
            """,
            stop
        );
        return renewed == 1;
    }

    /// <summary>Gives the run back for whoever comes next; its state and its locks stay.</summary>
    public async Task GiveBack(Claim claim, TimeSpan pause, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await db.Database.ExecuteSqlAsync(
            $"""
            update apply_run
            set owner = null, lease_until = null, retry_at = greatest(retry_at, clock_timestamp() + {pause})
            where id = {claim.Run.Value} and fence = {claim.Fence} and ended_at is null
            """,
            stop
        );
    }

    private sealed record ClaimedRow(
        long Id,
        long ChangeId,
        long PlanId,
        long Fence,
        string State,
        string? AbortBy,
        bool HasFailed,
        DateTimeOffset CreatedAt
    )
    {
        public RunState RunState =>
            Enum.Parse<RunState>(State.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
    }
}
