using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Transactions;

/// <summary>The transactions' clock: what is open for too long is aborted, what was broken off is completed, and what was decided goes to the disk.</summary>
public sealed partial class TransactionUpkeep(
    TransactionCoordinator transactions,
    IOptions<LocalClusterOptions> options,
    TimeProvider time,
    ILogger<TransactionUpkeep> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var synced = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                foreach (var transaction in transactions.All)
                {
                    Keep(transaction);
                }

                if (time.GetElapsedTime(synced) > options.Value.SyncInterval)
                {
                    Keep();
                    synced = time.GetTimestamp();
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private void Keep(Transaction transaction)
    {
        try
        {
            transaction.CompleteIfBrokenOff();
            if (transaction.AbortIfTimedOut())
            {
                var late = transaction.Current;
                TimedOut(late.TransactionalId, TimeSpan.FromMilliseconds(late.TimeoutMs));
            }
        }
        catch (IOException fault)
        {
            NotEnded(transaction.Current.TransactionalId, fault);
        }
    }

    private void Keep()
    {
        try
        {
            transactions.Sync();
            var expired = time.GetUtcNow() - options.Value.TransactionalIdExpiration;
            transactions.ForgetUnusedSince(expired.ToUnixTimeMilliseconds());
            transactions.RewriteIfWorthIt();
        }
        catch (IOException fault)
        {
            NotKept(fault);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The transaction of {TransactionalId} was open for more than its time limit of {Timeout} and is aborted"
    )]
    private partial void TimedOut(string transactionalId, TimeSpan timeout);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The transaction of {TransactionalId} could not be ended; tried again at the next interval"
    )]
    private partial void NotEnded(string transactionalId, Exception fault);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The journal of transactions could not be kept up; tried again at the next interval"
    )]
    private partial void NotKept(Exception fault);
}
