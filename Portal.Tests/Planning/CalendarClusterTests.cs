using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Tests.Planning;

/// <summary>Two worker processes keep one calendar: what is due is done by one of them.</summary>
public sealed class CalendarClusterTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_trigger_that_two_schedulers_wait_for_fires_once()
    {
        var first = await Scheduler(await _world.StartWorker());
        var second = await Scheduler(await _world.StartWorker());
        second.SchedulerInstanceId.ShouldNotBe(first.SchedulerInstanceId);

        const int Firings = 20;
        await first.ScheduleJob(
            JobBuilder.Create<Fired>().WithIdentity("struck").Build(),
            TriggerBuilder
                .Create()
                .WithIdentity("struck")
                .StartNow()
                .WithSimpleSchedule(each =>
                    each.WithInterval(TimeSpan.FromMilliseconds(50)).WithRepeatCount(Firings - 1)
                )
                .Build()
        );

        await Deadline.Until(async () => await first.GetTrigger(new TriggerKey("struck")) is null);
        await Deadline.Until(() => Fired.At.Count >= Firings);
        Fired.At.ShouldBeUnique();
        Fired.At.Count.ShouldBe(Firings);
    }

    [Fact]
    public async Task A_job_that_another_version_switched_off_for_all_is_switched_on_again_by_who_knows_it()
    {
        var worker = await _world.StartWorker();
        var scheduler = await Scheduler(worker);
        var clock = worker.Services.GetRequiredService<CalendarClock>();
        await scheduler.ScheduleJob(
            JobBuilder.Create<Fired>().WithIdentity("unknown").Build(),
            TriggerBuilder.Create().WithIdentity("unknown").StartAt(TimeProvider.System.GetUtcNow().AddDays(1)).Build()
        );

        // It may fire meanwhile, and is on then.
        await Deadline.Until(async () =>
        {
            await SwitchOff(nameof(Purge), "unknown");
            await clock.Look(scheduler, CancellationToken.None);
            return clock.Warning?.Contains(nameof(Purge), StringComparison.Ordinal) == true;
        });

        (await scheduler.GetTriggerState(new TriggerKey(nameof(Purge)))).ShouldNotBe(TriggerState.Error);
        (await scheduler.GetTriggerState(new TriggerKey("unknown"))).ShouldBe(
            TriggerState.Error,
            "no job of this build"
        );
        clock.Complaint.ShouldBeNull();
    }

    [Fact]
    public async Task A_job_that_waits_for_longer_than_its_interval_as_after_a_clock_was_set_back_is_due_at_once()
    {
        var worker = await _world.StartWorker();
        var scheduler = await Scheduler(worker);
        var clock = worker.Services.GetRequiredService<CalendarClock>();
        var (sweep, purge) = (new TriggerKey(nameof(DueSweep)), new TriggerKey(nameof(Purge)));
        var ahead = TimeProvider.System.GetUtcNow().AddHours(1);
        var known = (await scheduler.GetTrigger(sweep)).ShouldNotBeNull();
        await scheduler.RescheduleJob(sweep, known.GetTriggerBuilder().StartAt(ahead).Build());
        var before = (await scheduler.GetTrigger(sweep)).ShouldNotBeNull();
        before.NextFireTimeUtc.ShouldNotBeNull().ShouldBe(ahead, tolerance: TimeSpan.FromSeconds(2));
        var kept = (await scheduler.GetTrigger(purge)).ShouldNotBeNull().StartTimeUtc;

        await clock.Look(scheduler, CancellationToken.None);

        await Deadline.Until(async () =>
            await scheduler.GetTrigger(sweep) is { PreviousFireTimeUtc: { } fired, NextFireTimeUtc: { } next }
            && fired != before.PreviousFireTimeUtc
            && next < ahead
        );
        (await scheduler.GetTrigger(purge)).ShouldNotBeNull().StartTimeUtc.ShouldBe(kept, "it waits for its interval");
    }

    private async Task SwitchOff(params string[] triggers)
    {
        await using var command = _world
            .Get<NpgsqlDataSource>()
            .CreateCommand("update quartz.qrtz_triggers set trigger_state = 'ERROR' where trigger_name = any ($1)");
        command.Parameters.AddWithValue(triggers);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<IScheduler> Scheduler(WebApplication worker)
    {
        var clock = worker.Services.GetRequiredService<CalendarClock>();
        await Deadline.Until(() => clock.Complaint is null);
        return await worker.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
    }

    /// <summary>Notes each firing by the time it was due.</summary>
    public sealed class Fired : IJob
    {
        public static readonly ConcurrentQueue<DateTimeOffset?> At = [];

        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            At.Enqueue(context.ScheduledFireTimeUtc);
            return ValueTask.CompletedTask;
        }
    }
}
