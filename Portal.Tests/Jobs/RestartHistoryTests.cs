using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Failures;

namespace Portal.Tests.Jobs;

/// <summary>Restarts that were seen are kept for longer than Flink tells of them, and for longer than the hour that a status is judged by.</summary>
public sealed class RestartHistoryTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_restart_is_kept_once_over_all_runs_however_long_it_is_ago()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await world.Read();
        (await world.Job("sums")).Restarts.ShouldBeEmpty();
        foreach (var minute in new[] { 1, 1, 2, 300 })
        {
            world.Flink.Restarts["1f"] = Began.AddMinutes(minute);
            await world.Read();
        }

        world.Flink.All.Clear();
        world.Flink.Runs("2f", "sums");
        world.Flink.Restarts["2f"] = Began.AddMinutes(400);
        await world.Read();
        await world.Read();

        var seen = await world.Job("sums");
        seen.Restarts.ShouldBe(new[] { 1, 2, 300, 400 }.Select(minute => Began.AddMinutes(minute)));
        seen.Row.Run!.Facts.Restarts.ShouldBeEmpty("a status is judged by the last hour");
    }

    [Fact]
    public async Task A_run_that_runs_anew_without_a_time_of_its_restart_has_restarted()
    {
        await using var world = await WatchedFlink.Create();
        var now = TimeProvider.System.GetUtcNow();
        DateTimeOffset[] again = [Whole(now.AddMinutes(-3)), Whole(now.AddMinutes(-1))];
        world.Flink.Runs("1f", "sums");
        await world.Read();
        world.Flink.Failures["1f"] = [new(again[0], "Bad record.", "Source")];
        await world.Read();
        (await world.Job("sums")).Row.Run!.Facts.Exceptions.ShouldBeEmpty("it didn't restart");
        foreach (var at in again)
        {
            world.Flink.RunsSince["1f"] = at;
            await world.Read();
            await world.Read();
        }

        var seen = await world.Job("sums");

        seen.Restarts.ShouldBe(again);
        seen.Row.Run!.Facts.Restarts.ShouldBe(again);
        seen.Row.Status.Whole.ShouldBe("It restarted at least 2 times in the last 10\u00A0min: Bad record.");
    }

    [Fact]
    public async Task A_restart_that_has_its_own_time_is_not_counted_again_when_the_run_runs()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await world.Read();
        world.Flink.Restarts["1f"] = Began.AddMinutes(1);
        await world.Read();
        world.Flink.RunsSince["1f"] = Began.AddMinutes(2);
        await world.Read();

        (await world.Job("sums")).Restarts.ShouldBe([Began.AddMinutes(1)]);
    }

    [Fact]
    public async Task Of_a_run_only_the_newest_are_kept()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await world.Read();
        await using var db = world.CreateDbContext();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into job_restart (cluster_id, job_id, at)
            select cluster_id, job_id, {Began} + n * interval '1 s' from seen_job, generate_series(1, {KeptRestart.MostOfRun}) n
            """
        );
        world.Flink.Restarts["1f"] = Began.AddHours(1);
        await world.Read();

        var kept = (await world.Job("sums")).Restarts;

        kept.Count.ShouldBe(KeptRestart.MostOfRun);
        (kept[0], kept[^1]).ShouldBe((Began.AddSeconds(2), Began.AddHours(1)));
    }

    // Flink's times are whole milliseconds.
    private static DateTimeOffset Whole(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
