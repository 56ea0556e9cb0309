using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>A run under the fence of the claim by which a worker carries it out: for what its steps write in the store beside the journal.</summary>
/// <param name="Fence">Whoever takes the run over has a higher one. No claim has 0.</param>
/// <param name="Owner">Who claimed it: a store that failed over may have lost a claim, and gives its fence once more.</param>
public sealed record FencedRun(RunId Id, long Fence, string Owner)
{
    /// <summary>Writes in a transaction of its own. The run's row comes first, so that nobody can claim the run until it is over.</summary>
    /// <exception cref="ClaimLostException">The claim is over: nothing is written.</exception>
    public async Task<T> Write<T>(
        IDbContextFactory<PortalDb> store,
        Func<PortalDb, Task<T>> write,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await Pass(db, stop);
        var written = await write(db);
        await transaction.CommitAsync(stop);
        return written;
    }

    /// <inheritdoc cref="Write{T}"/>
    public Task Write(IDbContextFactory<PortalDb> store, Func<PortalDb, Task> write, CancellationToken stop) =>
        Write(
            store,
            async db =>
            {
                await write(db);
                return true;
            },
            stop
        );

    // As the journal's writes pass. now() is when the transaction began: a worker that slept inside it would still see its lease as alive.
    private async Task Pass(PortalDb db, CancellationToken stop)
    {
        var held = await db
            .Database.SqlQuery<long>(
                $"""
                select fence as "Value" from apply_run
                where id = {Id.Value} and fence = {Fence} and owner = {Owner} and lease_until > clock_timestamp()
                for no key update
                """
            )
            .ToListAsync(stop);
        if (held is [])
        {
            throw new ClaimLostException();
        }
    }
}
