using Npgsql;
using Portal.Core.Store;

namespace Portal.Web.Health;

/// <summary>
/// Brings the store to this build's schema, again and again until it is there: the web may be started before the
/// store, and waits for it without being restarted. A store that is newer than this build is said, not touched.
/// </summary>
public sealed partial class StoreUpkeep(NpgsqlDataSource store, TimeProvider time, ILogger<StoreUpkeep> log)
    : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>Why the store can't be used yet; null once it can.</summary>
    public string? Complaint { get; private set; } = "The store's schema has not been looked at yet.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Migrator.Migrate(store, stoppingToken);
                Complaint = null;
                return;
            }
            catch (SchemaMismatchException mismatch)
            {
                Complaint = mismatch.Message;
                LogMismatch(mismatch.Message);
                return;
            }
            catch (NpgsqlException unreachable)
            {
                if (Complaint != unreachable.Message)
                {
                    LogUnreachable(unreachable.Message);
                }

                Complaint = unreachable.Message;
                await Task.Delay(BetweenTries, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The store can't be used: {Words}")]
    private partial void LogMismatch(string words);

    [LoggerMessage(LogLevel.Warning, "The store doesn't answer, trying again: {Words}")]
    private partial void LogUnreachable(string words);
}
