using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Store;

namespace Portal.Workers.Claiming;

/// <summary>A row of work that is ours for the length of a lease. Whoever claims it later has another fence, and then we may write no more.</summary>
public interface IClaim
{
    long Key { get; }

    long Fence { get; }

    ChangeId Change { get; }
}

/// <summary>Taking, keeping and giving back the work that one table holds.</summary>
public abstract class Claims<TClaim>(IDbContextFactory<PortalDb> store, ClaimTable table, ClaimingOptions options)
    where TClaim : class, IClaim
{
    /// <summary>What has been due longest; null when there is nothing to do now.</summary>
    public abstract Task<TClaim?> Next(CancellationToken stop);

    /// <summary>False when the lease is over.</summary>
    public Task<bool> Renew(TClaim claim, CancellationToken stop) => Execute(table.Renew, claim, stop, options.Lease);

    /// <summary>For whoever comes next, after a pause; what was done of it stays.</summary>
    public Task GiveBack(TClaim claim, TimeSpan pause, CancellationToken stop) =>
        Execute(table.GiveBack, claim, stop, pause);

    /// <summary>
    /// It can't go on now, most often because its engine doesn't answer: it is given back and tried again after as long as it has
    /// been failing, at most <see cref="ClaimingOptions.LongestPause"/> later.
    /// </summary>
    /// <returns>False when the claim is over, or when it has failed for so long that it is given up.</returns>
    public async Task<bool> Park(TClaim claim, string words, CancellationToken stop)
    {
        var parked = await Execute(
            table.Park,
            claim,
            stop,
            options.FirstPause,
            options.LongestPause,
            options.GiveUpAfter,
            words,
            IsDecided(claim)
        );
        await Notify(claim, stop);
        return parked;
    }

    /// <summary>The engine answered: the next failure counts from its own beginning.</summary>
    public Task Answered(TClaim claim, CancellationToken stop) => Execute(table.Answered, claim, stop);

    /// <summary>Whether a person had decided something about it when it was claimed: a try that fails all the same is no reason to hurry.</summary>
    protected virtual bool IsDecided(TClaim claim) => false;

    protected async Task<TRow?> Take<TRow>(CancellationToken stop)
        where TRow : class
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var taken = await db.Database.SqlQueryRaw<TRow>(table.Take, ClaimOwner.This, options.Lease).ToListAsync(stop);
        return taken switch
        {
            [] => null,
            [var row] => row,
            _ => throw new InvalidOperationException($"One claim took {taken.Count} rows."),
        };
    }

    /// <summary>Pages that show the change read it again.</summary>
    public async Task Notify(TClaim claim, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await ChangeNotification.Progress(db, claim.Change, stop);
    }

    /// <param name="rest">What the statement takes after key and fence; the owner comes last.</param>
    protected async Task<bool> Execute(string sql, TClaim claim, CancellationToken stop, params object[] rest)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Database.ExecuteSqlRawAsync(sql, [claim.Key, claim.Fence, .. rest, ClaimOwner.This], stop) == 1;
    }
}
