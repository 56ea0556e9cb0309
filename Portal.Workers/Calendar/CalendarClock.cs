using Npgsql;
using Portal.Core.Store;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>
/// Runs the calendar once the store is there: Quartz, clustered, in a schema of its own that it provisions itself. What is due is looked at once before: Quartz
/// may hold it back for half a minute where a worker ended in the middle of a sweep. A worker of an earlier version that meets the trigger of a job it doesn't
/// know, as during an upgrade, has Quartz switch that off for all: those of this build are switched on again.
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
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Why the calendar doesn't run; null when it does.</summary>
    public string? Complaint { get; private set; } = "The calendar has not started yet.";

    /// <summary>Which of its jobs were switched off when that was last looked at; null when none was.</summary>
    public string? Warning { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await gate.Open.WaitAsync(stoppingToken);
            var first = SweepOnce(stoppingToken);
            var scheduler = await Start(stoppingToken);
            await first;
            await KeepOn(scheduler, stoppingToken);
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before it ever ran.
        }
    }

    /// <summary>Switches on again what was switched off of this build's jobs, and makes due what waits as for a clock that was set back.</summary>
    public async Task Look(IScheduler scheduler, CancellationToken stop)
    {
        var reset = await scheduler.ResetTriggersFromErrorState(CalendarRegistration.Triggers, stop);
        var jobs = string.Join(", ", reset.Select(trigger => trigger.Name));
        Warning = jobs.Length == 0 ? null : $"Jobs of the calendar were switched off, and are on again: {jobs}.";
        if (Warning is not null)
        {
            SwitchedOn(jobs);
        }

        if (await AheadTriggers.MakeDue(scheduler, clock.GetUtcNow(), stop) is [_, ..] due)
        {
            MadeDue(string.Join(", ", due));
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Jobs of the calendar were switched off, as by a worker of a version that doesn't know them, and are on again: {Jobs}"
    )]
    private partial void SwitchedOn(string jobs);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Jobs of the calendar waited for longer than their interval, as after a clock was set back, and are due now: {Jobs}"
    )]
    private partial void MadeDue(string jobs);

    private async Task KeepOn(IScheduler scheduler, CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(LookEvery, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await Look(scheduler, stop);
            }
            catch (Exception failure)
            {
                NotLooked(failure.Message);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Whether jobs of the calendar are switched off is unknown: {Reason}"
    )]
    private partial void NotLooked(string reason);

    private async Task SweepOnce(CancellationToken stop)
    {
        try
        {
            await dues.Sweep(stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            NotSwept(failure.GetBaseException().Message);
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
