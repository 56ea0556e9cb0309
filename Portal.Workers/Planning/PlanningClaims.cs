using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Workers.Claiming;

namespace Portal.Workers.Planning;

/// <summary>A change whose plan is ours to make for the length of a lease.</summary>
public sealed record PlanningClaim(ChangeId Change, long Fence) : IClaim
{
    long IClaim.Key => Change.Value;
}

/// <summary>
/// Claims on planning. The fence is of a sequence, not counted on the row: that goes and comes with each request, and a fence
/// must never come twice.
/// </summary>
public sealed class PlanningClaims(IDbContextFactory<PortalDb> store, IOptions<PlanningOptions> options)
    : Claims<PlanningClaim>(store, Table, options.Value)
{
    private static readonly ClaimTable Table = new(
        name: "planning_run",
        key: "change_id",
        nextFence: "nextval('planning_fence')",
        workable: "true",
        columns: """r.change_id as "ChangeId", r.fence as "Fence" """
    );

    private static readonly string Passing = Table.Pass("""fence as "Value" """);

    public override async Task<PlanningClaim?> Next(CancellationToken stop) =>
        await Take<Row>(stop) is { } row ? new(new ChangeId(row.ChangeId), row.Fence) : null;

    /// <summary>Stands before each write of the planner, in its transaction.</summary>
    /// <exception cref="ClaimLostException">The claim is over: the caller writes nothing.</exception>
    public static async Task Pass(PortalDb db, PlanningClaim claim, CancellationToken stop)
    {
        if (
            await db
                .Database.SqlQueryRaw<long>(Passing, claim.Change.Value, claim.Fence, ClaimOwner.This)
                .ToListAsync(stop)
            is []
        )
        {
            throw new ClaimLostException();
        }
    }

    private sealed record Row(long ChangeId, long Fence);
}
