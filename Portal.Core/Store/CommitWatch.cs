using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Core.Store;

/// <summary>
/// Whether the request at hand came to a commit. From then on a failure doesn't say that nothing was done: the commit's own
/// answer may be what was lost.
/// </summary>
public sealed class CommitWatch : DbTransactionInterceptor, ISaveChangesInterceptor
{
    private readonly AsyncLocal<Watched?> _current = new();

    /// <summary>Watches what this call does from now on.</summary>
    public Watched Begin() => _current.Value = new Watched();

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        Came();
        return base.TransactionCommittingAsync(transaction, eventData, result, cancellationToken);
    }

    // One statement outside of a transaction is its own commit.
    ValueTask<InterceptionResult<int>> ISaveChangesInterceptor.SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken
    )
    {
        if (eventData.Context?.Database.CurrentTransaction is null)
        {
            Came();
        }

        return ValueTask.FromResult(result);
    }

    private void Came()
    {
        if (_current.Value is { } watched)
        {
            watched.CameToCommit = true;
        }
    }

    public sealed class Watched
    {
        public bool CameToCommit { get; set; }
    }
}
