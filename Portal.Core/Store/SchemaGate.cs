using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Brings the store to this build's schema, trying until it is there: a process may be started before the store, or before the migrations that its
/// own role may not apply, and waits for them without being restarted. A store that is newer than this build is reported, not touched. The role of
/// the process is given what <see cref="SilentSessions"/> sets, where it lacks it.
/// </summary>
public sealed partial class SchemaGate(NpgsqlDataSource store, TimeProvider clock, ILogger<SchemaGate> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once the store is at this build's schema.</summary>
    public Task Open => _open.Task;

    /// <summary>Why the store can't be used yet; null once it can.</summary>
    public string? Complaint { get; private set; } = "The store's schema has not been looked at yet.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Migrator.Migrate(store, stoppingToken);
                await SilentSessions.Limit(store, stoppingToken);
                Complaint = null;
                _open.SetResult();
                return;
            }
            catch (SchemaMismatchException mismatch)
            {
                if (Complaint != mismatch.Message)
                {
                    Mismatched(mismatch.Message);
                }

                Complaint = mismatch.Message;
            }
            catch (Exception unreachable) when (StoreFailure.IsTheStores(unreachable))
            {
                if (Complaint != unreachable.Message)
                {
                    Unreachable(unreachable.Message);
                }

                Complaint = unreachable.Message;
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store can't be used, looking again: {Reason}")]
    private partial void Mismatched(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store can't be used yet, trying again: {Reason}")]
    private partial void Unreachable(string reason);
}
