using Microsoft.EntityFrameworkCore;
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
    /// <returns>Who asked for an abort, if anyone did.</returns>
    /// <exception cref="ClaimLostException">The claim is over: the caller writes nothing.</exception>
    Task<FencePass> Pass(PortalDb db, Claim claim, CancellationToken stop);
}

/// <param name="AbortBy">Who asked for an abort; null when nobody did.</param>
public sealed record FencePass(string? AbortBy);

/// <inheritdoc />
public sealed class Fence : IFence
{
    // now() is when the transaction began: a worker that slept inside it would still see its lease as alive.
    public async Task<FencePass> Pass(PortalDb db, Claim claim, CancellationToken stop)
    {
        var mine = await db
            .Database.SqlQuery<FencePass>(
                $"""
                select abort_by as "AbortBy" from apply_run
                where id = {claim.Run.Value} and fence = {claim.Fence} and lease_until > clock_timestamp()
                for share
                """
            )
            .ToListAsync(stop);
        return mine is [var pass] ? pass : throw new ClaimLostException();
    }
}
