using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Compares this process's clock with the store's every minute. One that is off is logged when that begins and when it ends, and stands in
/// <c>process_clock</c> meanwhile, under the name of the process's connections, for the page that shows processes.
/// </summary>
public sealed partial class ClockWatch(
    NpgsqlDataSource store,
    SchemaGate schema,
    TimeProvider clock,
    ILogger<ClockWatch> log
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private bool _isOff;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Open.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception failure) when (StoreFailure.IsTheStores(failure))
            {
                LogUnknown(failure.Message);
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    /// <summary>Once.</summary>
    public async Task Look(CancellationToken stop)
    {
        var offset = await ClockOffset.Read(store, clock, stop);
        await Record(offset, stop);
        if (offset.IsOff && !_isOff)
        {
            LogOff(offset.Complaint);
        }
        else if (!offset.IsOff && _isOff)
        {
            LogRight();
        }

        _isOff = offset.IsOff;
    }

    // What a process left that was killed goes after a day.
    private async Task Record(ClockOffset offset, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            delete from process_clock
            where process = current_setting('application_name') and not $1 or measured_at < now() - interval '1 day'
            """
        );
        command.Parameters.AddWithValue(offset.IsOff);
        await command.ExecuteNonQueryAsync(stop);
        if (offset.IsOff)
        {
            await using var write = store.CreateCommand(
                """
                insert into process_clock (process, ahead, measured_at) values (current_setting('application_name'), $1, now())
                on conflict (process) do update set ahead = excluded.ahead, measured_at = excluded.measured_at
                """
            );
            write.Parameters.AddWithValue(offset.Ahead);
            await write.ExecuteNonQueryAsync(stop);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Complaint}")]
    private partial void LogOff(string complaint);

    [LoggerMessage(LogLevel.Information, "This host's clock is the store's again.")]
    private partial void LogRight();

    [LoggerMessage(LogLevel.Debug, "The store's clock could not be read: {Reason}")]
    private partial void LogUnknown(string reason);
}
