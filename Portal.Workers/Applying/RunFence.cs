using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Workers.Claiming;

namespace Portal.Workers.Applying;

/// <summary>Stands before every write of a run.</summary>
public interface IFence
{
    /// <summary>
    /// Takes the run's row in the caller's transaction where the claim still holds, so that nobody can claim it until
    /// that transaction is over.
    /// </summary>
    /// <returns>Who requested an abort, if anyone did.</returns>
    /// <exception cref="ClaimLostException">The claim is over: the caller writes nothing.</exception>
    Task<FencePass> Pass(PortalDb db, RunClaim claim, CancellationToken stop);
}

/// <param name="AbortBy">The name of who requested an abort; null when nobody did.</param>
public sealed record FencePass(string? AbortBy);

/// <inheritdoc />
public sealed class RunFence : IFence
{
    private static readonly string Passing = RunClaims.Table.Pass($"""{RunClaims.AbortBy} as "AbortBy" """);

    public async Task<FencePass> Pass(PortalDb db, RunClaim claim, CancellationToken stop) =>
        await db
            .Database.SqlQueryRaw<FencePass>(Passing, claim.Run.Value, claim.Fence, ClaimOwner.This)
            .ToListAsync(stop)
            is [var pass]
            ? pass
            : throw new ClaimLostException();
}
