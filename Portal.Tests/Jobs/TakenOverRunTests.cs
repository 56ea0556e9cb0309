using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A JobManager that takes a run over has an empty history, counts from 0 and shows the run as restored from the newest checkpoint of its own.</summary>
public sealed class TakenOverRunTests
{
    private const string Savepoint = "file:/savepoints/portal/sums/0f/aa/savepoint-1";
    private const string Own = "file:/checkpoints/1f/chk-17";
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_it_completed_before_stays_known_over_two_takeovers()
    {
        await using var world = await Running();
        await Read(world, 50, 3, Savepoint, Taken(17));

        Of(await Read(world, 0, 0, Own)).ShouldBe((50, 3, 17, Savepoint));
        Of(await Read(world, 0, 0, Own)).ShouldBe((50, 3, 17, Savepoint));
        (await world.Job("sums")).Row.IfStopped!.Words.ShouldStartWith("It would go on from its checkpoint of ");

        var failing = await Read(world, 0, 1, Own, Taken(18) with { Status = "FAILED" });
        Of(failing).ShouldBe((50, 4, 17, Savepoint));
        failing.Checkpoints.Select(c => c.Id).ShouldBe([18, 17]);

        Of(await Read(world, 2, 1, Own, Taken(20), Taken(19))).ShouldBe((52, 4, 20, Savepoint));
        Of(await Read(world, 0, 0, "file:/checkpoints/1f/chk-20")).ShouldBe((52, 4, 20, Savepoint));
        Of(await Read(world, 1, 0, "file:/checkpoints/1f/chk-20", Taken(21))).ShouldBe((53, 4, 21, Savepoint));
    }

    [Fact]
    public async Task What_a_job_that_waits_for_slots_does_not_show_is_not_counted_twice()
    {
        await using var world = await Running();
        await Read(world, 50, 0, null, Taken(17));
        await Read(world, 0, 0, null);

        (await Read(world, 50, 0, null, Taken(17))).Completed.ShouldBe(50);
        (await Read(world, 51, 0, null, Taken(18), Taken(17))).Completed.ShouldBe(51);
    }

    [Fact]
    public async Task A_savepoint_that_came_after_the_last_checkpoint_stays_the_newest_state()
    {
        await using var world = await Running();
        await Read(world, 2, 0, null, Taken(18) with { IsSavepoint = true }, Taken(17));
        await Read(world, 0, 0, Own);

        var seen = await Read(world, 0, 0, Own);

        (seen.NewestState!.Id, seen.LastCompleted!.Id).ShouldBe((18, 17));
        seen.Checkpoints.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_that_began_without_state_was_not_started_from_a_checkpoint_of_its_own()
    {
        await using var world = await Running();
        await Read(world, 2, 0, null, Taken(17));

        var seen = await Read(world, 2, 0, Own, Taken(17));

        (seen.RestoredFrom, seen.IsStartUnknown).ShouldBe((null, false));
    }

    [Fact]
    public async Task What_a_run_was_started_from_is_unknown_where_it_had_restarted_before_it_was_first_seen()
    {
        await using var world = await Running();
        await Read(world, 2, 0, Own, Taken(17));

        var seen = await Read(world, 3, 0, Own, Taken(18), Taken(17));

        (seen.RestoredFrom, seen.IsStartUnknown).ShouldBe((null, true));
    }

    [Fact]
    public async Task What_is_submitted_again_under_the_id_of_a_run_that_is_over_has_completed_nothing()
    {
        await using var world = await Running();
        await Read(world, 50, 3, Savepoint, Taken(17));
        world.Flink.Runs("1f", "sums", FlinkStatus.Finished);
        await Read(world, 50, 3, Savepoint, Taken(17));
        world.Flink.Runs("1f", "sums");

        var seen = await Read(world, 0, 0, null);

        (seen.Completed, seen.Failed, seen.LastCompleted, seen.RestoredFrom).ShouldBe((0, 0, null, null));
    }

    private static async Task<WatchedFlink> Running()
    {
        var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        return world;
    }

    /// <summary>What is known after a reading in which Flink shows this.</summary>
    private static async Task<JobFacts> Read(
        WatchedFlink world,
        int completed,
        int failed,
        string? restoredFrom,
        params JobCheckpoint[] newestFirst
    )
    {
        world.Flink.History["1f"] = new(completed, failed, [.. newestFirst], restoredFrom, null);
        await world.Read();
        await using var db = world.CreateDbContext();
        return (await db.Set<SeenJob>().SingleAsync()).Facts;
    }

    private static (int Completed, int Failed, long? Last, string? From) Of(JobFacts facts) =>
        (facts.Completed, facts.Failed, facts.LastCompleted?.Id, facts.RestoredFrom);

    private static JobCheckpoint Taken(long number) =>
        new(number, Began.AddMinutes(number), TimeSpan.FromSeconds(2), 5, IsSavepoint: false, JobCheckpoint.Completed);
}
