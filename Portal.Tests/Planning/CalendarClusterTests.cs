using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task A_beat_that_two_schedulers_wait_for_is_struck_once()
    {
        var first = await Scheduler(await _world.StartWorker());
        var second = await Scheduler(await _world.StartWorker());
        second.SchedulerInstanceId.ShouldNotBe(first.SchedulerInstanceId);

        const int Beats = 20;
        await first.ScheduleJob(
            JobBuilder.Create<Struck>().WithIdentity("struck").Build(),
            TriggerBuilder
                .Create()
                .WithIdentity("struck")
                .StartNow()
                .WithSimpleSchedule(beat => beat.WithInterval(TimeSpan.FromMilliseconds(50)).WithRepeatCount(Beats - 1))
                .Build()
        );

        await Deadline.Until(async () => await first.GetTrigger(new TriggerKey("struck")) is null);
        await Deadline.Until(() => Struck.At.Count >= Beats);
        Struck.At.ShouldBeUnique();
        Struck.At.Count.ShouldBe(Beats);
    }

    private static async Task<IScheduler> Scheduler(WebApplication worker)
    {
        var clock = worker.Services.GetRequiredService<CalendarClock>();
        await Deadline.Until(() => clock.Complaint is null);
        return await worker.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
    }

    /// <summary>Notes each beat by the time it was due.</summary>
    public sealed class Struck : IJob
    {
        public static readonly ConcurrentQueue<DateTimeOffset?> At = [];

        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            At.Enqueue(context.ScheduledFireTimeUtc);
            return ValueTask.CompletedTask;
        }
    }
}
