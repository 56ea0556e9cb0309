using Npgsql;
using Portal.Core.Store;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>
/// Runs the calendar once the store is there: Quartz, clustered, in a schema of its own that it provisions itself. What is due is looked at once before: Quartz
/// may hold it back for half a minute where a worker ended in the middle of a sweep.
/// </summary>
public sealed partial class CalendarClock(
    NpgsqlDataSource store,
    SchemaGate gate,
    ISchedulerFactory schedulers,
    DueSweep dues,
    TimeProvider clock,
    ILogger<CalendarClock> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Why the calendar doesn't run; null when it does.</summary>
    public string? Complaint { get; private set; } = "The calendar has not started yet.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await gate.Open.WaitAsync(stoppingToken);
            var first = SweepOnce(stoppingToken);
            var scheduler = await Start(stoppingToken);
            await first;
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before it ever ran.
        }
    }

    private async Task SweepOnce(CancellationToken stop)
    {
        try
        {
            await dues.Sweep(stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            NotSwept(failure.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "What is due could not be looked at, and is with the next sweep: {Reason}"
    )]
    private partial void NotSwept(string reason);

    private async Task<IScheduler> Start(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await using var make = store.CreateCommand(CalendarStore.Make);
                await make.ExecuteNonQueryAsync(stop);
                var scheduler = await schedulers.GetScheduler(stop);
                await scheduler.Start(stop);
                Complaint = null;
                return scheduler;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Complaint = failure.Message;
                NotStarted(failure.Message);
                await Task.Delay(Pause, clock, stop);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The calendar could not start, trying again: {Reason}")]
    private partial void NotStarted(string reason);
}
