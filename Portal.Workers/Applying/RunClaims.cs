using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Workers.Claiming;

namespace Portal.Workers.Applying;

/// <summary>Claims on runs: a waiting one only when its change still waits for it and nobody else works on its resources.</summary>
public sealed class RunClaims(IDbContextFactory<PortalDb> store, IOptions<ApplyingOptions> options)
    : Claims<RunClaim>(store, Table, options.Value)
{
    /// <summary>Who requested an abort, by name: messages of the run say it.</summary>
    internal const string AbortBy = "coalesce((select p.name from person p where p.handle = abort_by), abort_by)";

    internal static readonly ClaimTable Table = new(
        name: "apply_run",
        key: "id",
        nextFence: "r.fence + 1",
        workable: """
        w.ended_at is null and w.state <> 'stuck'
        and (w.state <> 'waiting' or exists (
            select from change c
            where c.id = w.change_id and c.state = 'approved' and c.plan_id = w.plan_id and not exists (
                select from change_resource of
                join run_target t on t.kind = of.kind and t.cluster_id = of.cluster_id and t.name = of.lock_key
                where of.change_id = c.id)))
        """,
        columns: $"""
        r.id as "Id", r.change_id as "ChangeId", r.plan_id as "PlanId", r.fence as "Fence", replace(r.state, '_', '') as "State",
        {AbortBy} as "AbortBy", r.first_failed_at is not null as "HasFailed", r.created_at as "CreatedAt",
        r.progress as "Progress"
        """,
        // Once it has turned back the abort is obeyed, and an engine that doesn't answer is asked with pauses again.
        hurries: "abort_by is not null and state = 'applying'"
    );

    private const string Waiting = """
        update apply_run set
            owner = null, lease_until = null, first_failed_at = null, status_message = {2}, progress = {3}::jsonb,
            retry_at = clock_timestamp() + case when abort_by is null then {4} else interval '0' end
        where id = {0} and fence = {1} and owner = {5} and lease_until > clock_timestamp()
        """;

    public override async Task<RunClaim?> Next(CancellationToken stop) =>
        await Take<Row>(stop) is { } row
            ? new(
                new RunId(row.Id),
                new ChangeId(row.ChangeId),
                new PlanId(row.PlanId),
                row.Fence,
                Enum.Parse<RunState>(row.State, ignoreCase: true),
                row.AbortBy,
                row.HasFailed,
                row.CreatedAt,
                row.Progress is { } json ? CoreJson.Read<WaitProgress>(json) : null
            )
            : null;

    /// <summary>Nobody holds it until it is looked at again; an abort that was requested meanwhile is obeyed at once.</summary>
    public async Task Wait(RunClaim claim, WaitProgress progress, TimeSpan pause, CancellationToken stop)
    {
        await Execute(Waiting, claim, stop, progress.Words, CoreJson.Write(progress), pause);
        await Notify(claim, stop);
    }

    protected override bool IsDecided(RunClaim claim) => claim.AbortBy is not null;

    private sealed record Row(
        long Id,
        long ChangeId,
        long PlanId,
        long Fence,
        string State,
        string? AbortBy,
        bool HasFailed,
        DateTimeOffset CreatedAt,
        string? Progress
    );
}
