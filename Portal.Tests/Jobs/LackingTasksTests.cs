using Portal.Core.Jobs;
using Portal.Engines.Flink;
using Portal.Tests.Web;

namespace Portal.Tests.Jobs;

/// <summary>Since when tasks of a job don't run is seen, and forgotten when they do.</summary>
public sealed class LackingTasksTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_job_that_never_ran_lacks_its_tasks_since_its_start()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.RunsSince["1f"] = null;
        Runs(world, "CREATED", 0);

        var seen = await Read(world);

        seen.Row.Run!.Facts.LackingSince.ShouldBe(Began);
        seen.Row.Status.Health.ShouldBe(JobHealth.CheckpointsFailing);
        seen.Row.Status.Cause.ShouldBe("8 of the 8 slots of its Flink are free.");
    }

    [Fact]
    public async Task A_job_that_ran_lacks_them_since_that_was_seen_until_all_run()
    {
        await using var world = await WatchedFlink.Create();
        Runs(world, FlinkStatus.Running, 4);
        (await Read(world)).Row.Run!.Facts.LackingSince.ShouldBeNull();
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        Runs(world, FlinkStatus.Running, 3);
        var first = (await Read(world)).Row.Run!.Facts.LackingSince;
        first.ShouldNotBeNull().ShouldBeGreaterThan(before);

        (await Read(world)).Row.Run!.Facts.LackingSince.ShouldBe(first);

        Runs(world, FlinkStatus.Running, 4);
        (await Read(world)).Row.Run!.Facts.LackingSince.ShouldBeNull();
    }

    [Fact]
    public async Task Since_when_is_by_the_clock_of_its_Flink()
    {
        await using var world = await WatchedFlink.Create();
        var clock = new HandClock();
        world.Flink.Clock = clock;
        Runs(world, FlinkStatus.Running, 4);
        await world.Read();
        Runs(world, FlinkStatus.Running, 3);

        var first = (await Read(world)).Row;
        clock.Pass(TimeSpan.FromMinutes(6));
        var last = (await Read(world)).Row;

        first.Run!.Facts.LackingSince.ShouldBe(clock.GetUtcNow().AddMinutes(-6));
        (first.Status.Health, last.Status.Health).ShouldBe((JobHealth.Starting, JobHealth.CheckpointsFailing));
    }

    private static async Task<JobDetails> Read(WatchedFlink world)
    {
        await world.Read();
        return await world.Job("sums");
    }

    private static void Runs(WatchedFlink world, string status, int running) =>
        world.Flink.All["1f"] = new FlinkJob("1f", "sums", status, Began, null, 4, running);
}
