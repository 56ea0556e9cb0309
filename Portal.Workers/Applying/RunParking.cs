using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Changes;
using Portal.Core.Store;

namespace Portal.Workers.Applying;

/// <summary>
/// A run that can't go on now, most often because its engine doesn't answer, keeps its state and its locks, gives its lease back and is tried again: after as
/// long as it has been failing, at most <see cref="ApplyingOptions.LongestPause"/> apart.
/// </summary>
public sealed class RunParking(IDbContextFactory<PortalDb> store, IFence fence, IOptions<ApplyingOptions> options)
{
    /// <returns>False when it has failed for so long that a person has to decide.</returns>
    public async Task<bool> Park(Claim claim, string words, CancellationToken stop)
    {
        var (first, longest, giveUp) = (
            options.Value.FirstPause,
            options.Value.LongestPause,
            options.Value.GiveUpAfter
        );
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await fence.Pass(db, claim, stop);
        var parked = await db.Database.ExecuteSqlAsync(
            $"""
            update apply_run set
                first_failed_at = coalesce(first_failed_at, clock_timestamp()),
                retry_at = clock_timestamp() + least(greatest(clock_timestamp() - first_failed_at, {first}), {longest}),
                owner = null, lease_until = null, told = {words}
            where id = {claim.Run.Value} and fence = {claim.Fence}
              and coalesce(clock_timestamp() - first_failed_at, interval '0') < {giveUp}
            """,
            stop
        );
        await ChangeNotification.Progress(db, claim.Change, stop);
        await transaction.CommitAsync(stop);
        return parked == 1;
    }

    /// <summary>The engine answered: the next failure counts from its own beginning.</summary>
    public async Task Answered(Claim claim, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await db.Database.ExecuteSqlAsync(
            $"""
            update apply_run set first_failed_at = null
            where id = {claim.Run.Value} and fence = {claim.Fence} and first_failed_at is not null
            """,
            stop
        );
    }
}
