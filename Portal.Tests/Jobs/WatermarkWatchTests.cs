using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Operators;
using Portal.Engines;
using Portal.Tests.Web;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Watermarks are as new as a turn, also where there are many jobs.</summary>
public sealed class WatermarkWatchTests
{
    private static readonly DateTimeOffset Mark = new(2026, 11, 22, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Two_hundred_jobs_are_read_in_one_turn_and_those_read_longest_ago_come_first_where_they_do_not_fit()
    {
        await using var world = await Running(jobs: 200, operators: 2);
        world.Flink.Watermark = _ => Mark;

        await Look(world);

        (await Read(world)).ShouldBe(200);
        world.Flink.Requests.Count(IsMark).ShouldBe(200);

        world.Flink.Requests.Clear();
        await Operators(world, 3);
        await Look(world);
        var first = world.Flink.Requests.Where(IsMark).ToHashSet();
        first.Count.ShouldBe(133);
        world.Flink.Requests.Clear();
        await Look(world);
        first.Concat(world.Flink.Requests.Where(IsMark)).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task What_was_read_before_a_Flink_refused_the_sign_in_is_kept()
    {
        await using var world = await Running(jobs: 3, operators: 1);
        var asked = new ConcurrentBag<string>();
        world.Flink.Watermark = job =>
        {
            asked.Add(job);
            return job == Id(2)
                ? throw new EngineException(EngineFault.Final, "It refused the password.") { IsSignInRefused = true }
                : Mark;
        };

        await Look(world);

        await using var db = world.CreateDbContext();
        var marks = await db.Set<SeenJob>().ToDictionaryAsync(job => job.JobId, job => job.Watermarks);
        marks[Id(2)].ShouldBeNull();
        asked.Where(job => job != Id(2)).ShouldAllBe(job => marks[job]!.Of["a0"] == Mark);
    }

    [Fact]
    public async Task A_job_that_fails_keeps_none_beside_it_from_being_read()
    {
        await using var world = await Running(jobs: 20, operators: 1);
        world.Flink.Watermark = NotOfTheFirst;

        await Look(world);

        (await NotRead(world)).ShouldBe([Id(1)]);
    }

    [Fact]
    public async Task A_job_that_fails_waits_for_its_next_turn_like_the_others()
    {
        await using var world = await Running(jobs: 3, operators: 401);
        world.Flink.Watermark = NotOfTheFirst;
        var watch = new WatermarkWatch(world, world.Flink, TimeProvider.System);

        for (var turn = 0; turn < 3; turn++)
        {
            await watch.Look(CancellationToken.None);
        }

        (await NotRead(world)).ShouldBe([Id(1)]);
    }

    [Fact]
    public async Task A_Flink_that_takes_too_long_is_given_up_and_what_was_read_of_it_is_kept()
    {
        await using var world = await Running(jobs: 3, operators: 1);
        var (clock, answered) = (new HandClock(), new ConcurrentBag<string>());
        world.Flink.Watermark = job =>
        {
            answered.Add(job);
            return Mark;
        };
        world.Flink.AnswersOfMarks = async (job, stop) =>
        {
            if (job == Id(2))
            {
                clock.Pass(TimeSpan.FromSeconds(45));
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            }
        };

        await Look(world, clock);

        await using var db = world.CreateDbContext();
        var marks = await db.Set<SeenJob>().ToDictionaryAsync(job => job.JobId, job => job.Watermarks);
        marks[Id(2)].ShouldBeNull();
        answered.ShouldAllBe(job => marks[job]!.Of["a0"] == Mark);
    }

    [Fact]
    public async Task Late_rows_are_counted_since_the_last_start_and_known_until_they_are_counted_again()
    {
        await using var world = await Running(jobs: 1, operators: 2);
        world.Flink.Watermark = _ => Mark;

        (await Late(world, new() { ["a1"] = 1 })).ShouldBe((1L, false), "nobody knows when");
        (await Late(world, new() { ["a1"] = 3 })).ShouldBe((3L, true));
        (await Late(world, new() { ["a1"] = 3 })).ShouldBe((3L, false));
        (await Late(world, [])).ShouldBe((3L, false), "Flink didn't say");
        (await Late(world, new() { ["a1"] = 0 })).ShouldBe((0L, false), "it started again");
        (await Late(world, new() { ["a1"] = 2 })).ShouldBe((2L, true));
        await Operators(world, 1);
        (await Late(world, [])).ShouldBe((null, false), "it has that operator no more");
    }

    private static DateTimeOffset? NotOfTheFirst(string job) =>
        job == Id(1) ? throw new EngineException(EngineFault.Transient, "Its JobMaster is silent.") : Mark;

    private static async Task<IReadOnlyList<string>> NotRead(WatchedFlink world)
    {
        await using var db = world.CreateDbContext();
        var jobs = await db.Set<SeenJob>().ToListAsync();
        return [.. jobs.Where(job => job.Watermarks is null).Select(job => job.JobId)];
    }

    /// <returns>How many are known, and whether this look saw some be dropped.</returns>
    private static async Task<(long? All, bool DropsMore)> Late(WatchedFlink world, Dictionary<string, long> rows)
    {
        world.Flink.Late = rows.ToImmutableDictionary();
        await Look(world);
        await using var db = world.CreateDbContext();
        var run = await db.Set<SeenJob>().SingleAsync();
        var read = run.Watermarks!;
        return (read.LateRowsOf(run.Facts.Operators), read.DroppedAt == read.At);
    }

    private static async Task<WatchedFlink> Running(int jobs, int operators)
    {
        var world = await WatchedFlink.Create();
        foreach (var number in Enumerable.Range(1, jobs))
        {
            world.Flink.Runs(Id(number), $"job-{number}");
        }

        await world.Read();
        await Operators(world, operators);
        return world;
    }

    private static async Task Operators(WatchedFlink world, int each)
    {
        await using var db = world.CreateDbContext();
        foreach (var job in await db.Set<SeenJob>().ToListAsync())
        {
            job.Facts = job.Facts with { Operators = [.. Enumerable.Range(0, each).Select(Operator)] };
        }

        await db.SaveChangesAsync();
    }

    private static JobOperator Operator(int place) =>
        new($"a{place}", $"Calc[{place}]", 1, FlinkStatus.Running, [], 0, 0, 0, 0, 0, 0, TimeSpan.Zero, TimeSpan.Zero);

    private static Task Look(WatchedFlink world, TimeProvider? clock = null) =>
        new WatermarkWatch(world, world.Flink, clock ?? TimeProvider.System).Look(CancellationToken.None);

    private static async Task<int> Read(WatchedFlink world)
    {
        await using var db = world.CreateDbContext();
        return (await db.Set<SeenJob>().ToListAsync()).Count(job => job.Watermarks?.Of.Count == 2);
    }

    private static bool IsMark(string request) => request.StartsWith("watermarks", StringComparison.Ordinal);

    private static string Id(int number) => $"{number:x32}";
}
