using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Tests.Web;

namespace Portal.Tests.Jobs;

/// <summary>What a Flink doesn't answer about one job is missing of that job, and not of all.</summary>
public sealed class UnansweredJobTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("job")]
    [InlineData("checkpoints")]
    public async Task It_stays_as_it_was_seen_and_the_others_are_read(string request)
    {
        await using var world = await Seen();
        var before = await Run(world, "1f");
        world.Flink.Runs("1f", "sums", FlinkStatus.Restarting);
        world.Flink.Runs("2f", "clicks", FlinkStatus.Restarting);
        world.Flink.Fails = (job, asked) => (job, asked) == ("1f", request) ? Failure("Too slow.") : null;

        await world.Read();

        (await Reading(world)).Failure.ShouldBeNull();
        var left = await Run(world, "1f");
        (left.Status, left.SeenAt, left.GoneAt).ShouldBe((FlinkStatus.Running, before.SeenAt, null));
        var other = await Run(world, "2f");
        other.Status.ShouldBe(FlinkStatus.Restarting);
        other.SeenAt.ShouldBeGreaterThan(before.SeenAt);
    }

    [Fact]
    public async Task Exceptions_and_settings_that_are_not_answered_are_as_they_were_known()
    {
        await using var world = await Seen();
        world.Flink.Restarts["1f"] = Began.AddMinutes(2);
        world.Flink.Fails = (_, asked) => asked is "exceptions" or "mode" ? Failure("Too slow.") : null;

        await world.Read();

        (await Reading(world)).Failure.ShouldBeNull();
        var facts = (await Run(world, "1f")).Facts;
        facts.RestartedAt.ShouldBe(Began.AddMinutes(2));
        facts.Exceptions.ShouldHaveSingleItem().Words.ShouldBe("Bad record.");
        facts.CheckpointMode.ShouldBe(CheckpointMode.ExactlyOnce);
    }

    [Fact]
    public async Task Why_a_job_ended_is_asked_again_where_that_may_be_answered_later()
    {
        await using var world = await Seen();
        world.Flink.Runs("1f", "sums", FlinkStatus.Failed);
        world.Flink.Failures["1f"] = [new(Began.AddMinutes(3), "Disk full.", "Sink")];
        world.Flink.Fails = (_, asked) => asked == "exceptions" ? Failure("Too slow.") : null;
        await world.Read();
        (await Run(world, "1f")).Status.ShouldBe(FlinkStatus.Running);

        world.Flink.Fails = (_, _) => null;
        await world.Read();

        var run = await Run(world, "1f");
        (run.Status, run.Facts.Exceptions[0].Words).ShouldBe((FlinkStatus.Failed, "Disk full."));
    }

    [Fact]
    public async Task Why_the_only_job_ended_fails_no_reading_and_is_given_up_after_five_minutes()
    {
        var clock = new HandClock();
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await world.Read(clock);
        world.Flink.Runs("1f", "sums", FlinkStatus.Failed);
        world.Flink.Fails = (_, asked) => asked == "exceptions" ? Failure("Too slow.") : null;

        clock.Pass(TimeSpan.FromMinutes(4));
        await world.Read(clock);
        ((await Reading(world)).Failure, (await Run(world, "1f")).Status).ShouldBe((null, FlinkStatus.Running));

        clock.Pass(TimeSpan.FromMinutes(1));
        await world.Read(clock);
        ((await Reading(world)).Failure, (await Run(world, "1f")).Status).ShouldBe((null, FlinkStatus.Failed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_none_is_answered_for_or_the_sign_in_is_refused_nothing_was_read(bool isRefused)
    {
        await using var world = await Seen();
        var before = await Reading(world);
        world.Flink.Runs("2f", "clicks", FlinkStatus.Restarting);
        world.Flink.Fails = (job, _) =>
            !isRefused ? Failure("It broke.")
            : job == "1f" ? Failure("It broke.", isRefused: true)
            : null;

        await world.Read();

        var reading = await Reading(world);
        (reading.Failure, reading.ReadAt).ShouldBe(("It broke.", before.ReadAt));
        (await Run(world, "2f")).Status.ShouldBe(FlinkStatus.Running);
    }

    private static EngineException Failure(string words, bool isRefused = false) =>
        new(EngineFault.Transient, words) { IsSignInRefused = isRefused };

    /// <summary>Two jobs that run, and one of them restarted once.</summary>
    private static async Task<WatchedFlink> Seen()
    {
        var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        world.Flink.Runs("2f", "clicks");
        world.Flink.Restarts["1f"] = Began.AddMinutes(1);
        world.Flink.Failures["1f"] = [new(Began.AddMinutes(1), "Bad record.", "Source")];
        await world.Read();
        return world;
    }

    private static async Task<SeenJob> Run(WatchedFlink world, string id)
    {
        await using var db = world.CreateDbContext();
        return await db.Set<SeenJob>().SingleAsync(job => job.JobId == id);
    }

    private static async Task<FlinkReading> Reading(WatchedFlink world)
    {
        await using var db = world.CreateDbContext();
        return await db.Set<FlinkReading>().SingleAsync();
    }
}
