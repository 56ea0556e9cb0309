using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Checkpoints;

namespace Portal.Tests.Jobs;

/// <summary>Flink keeps ten checkpoints of a job; the portal more, each once, for no request more.</summary>
public sealed class CheckpointHistoryTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_Flink_has_dropped_is_kept_and_nothing_twice()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        world.Flink.Checkpoints("1f", Taken(3) with { Status = "IN_PROGRESS" }, Taken(2, "Disk full."), Taken(1));
        await world.Read();
        world.Flink.Checkpoints("1f", Taken(4), Taken(3), Taken(2, "Disk full."));
        await world.Read();
        await world.Read();

        var kept = (await world.Job("sums")).Checkpoints;
        kept.Select(c => (c.Number, c.IsCompleted)).ShouldBe([(4, true), (3, true), (2, false), (1, true)]);
        kept.Single(c => c.Number == 2).Failure.ShouldBe("Disk full.");
        kept[0].Took.ShouldBe(TimeSpan.FromSeconds(2));
        kept[0].Bytes.ShouldBe(4_000);
    }

    [Fact]
    public async Task Of_a_run_only_the_newest_are_kept()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        world.Flink.Checkpoints("1f", Taken(1));
        await world.Read();
        world.Flink.Checkpoints("1f", Taken(KeptCheckpoint.MostOfRun + 1));
        await world.Read();

        (await world.Job("sums")).Checkpoints.ShouldHaveSingleItem().Number.ShouldBe(KeptCheckpoint.MostOfRun + 1);
    }

    [Fact]
    public async Task Two_hundred_jobs_are_read_with_two_requests_each()
    {
        const int jobs = 200;
        await using var world = await WatchedFlink.Create();
        for (var n = 0; n < jobs; n++)
        {
            world.Flink.Runs($"{n:x4}", $"job-{n}");
            world.Flink.Checkpoints($"{n:x4}", Taken(1));
        }

        await world.Read();
        world.Flink.Requests.Clear();
        for (var n = 0; n < jobs; n++)
        {
            world.Flink.Checkpoints($"{n:x4}", Taken(2), Taken(1));
        }

        await world.Read();

        world.Flink.Requests.Count(r => r is not ("overview" or "jobs")).ShouldBe(jobs * 2);
        world.Flink.Requests.Count.ShouldBe((jobs * 2) + 2);
        await using var db = world.CreateDbContext();
        (await db.Set<KeptCheckpoint>().CountAsync()).ShouldBe(jobs * 2);
    }

    private static JobCheckpoint Taken(long number, string? failure = null) =>
        new(
            number,
            Began.AddMinutes(number),
            TimeSpan.FromSeconds(2),
            1_000 * number,
            IsSavepoint: false,
            failure is null ? JobCheckpoint.Completed : "FAILED",
            failure
        );
}
