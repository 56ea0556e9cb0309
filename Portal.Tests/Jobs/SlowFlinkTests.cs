using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Tests.Kit;
using Portal.Tests.Web;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A Flink that takes too long is given up, so that the next look at all others isn't late.</summary>
public sealed class SlowFlinkTests
{
    [Fact]
    public async Task What_it_does_not_answer_in_time_is_its_failure_and_what_was_seen_stays()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await world.Read();
        world.Flink.Answers = stop => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);

        await world.Read(new ImpatientClock());

        await using var db = world.CreateDbContext();
        var reading = await db.Set<FlinkReading>().SingleAsync();
        reading.Failure.ShouldBe("It did not answer all questions about its jobs within 45\u00A0s.");
        reading.ReadAt.ShouldNotBeNull();
        (await db.Set<SeenJob>().SingleAsync()).Status.ShouldBe(FlinkStatus.Running);
    }

    [Fact]
    public async Task What_it_answers_in_time_is_kept_and_the_others_stay_as_they_were_seen()
    {
        var clock = new HandClock();
        await using var world = await WatchedFlink.Create();
        string[] ids = ["1f", "2f", "3f"];
        Run(world, ids, FlinkStatus.Running);
        await world.Read(clock);
        var first = clock.GetUtcNow();
        clock.Pass(TimeSpan.FromSeconds(30));
        var second = clock.GetUtcNow();
        Run(world, ids, FlinkStatus.Restarting);
        var requested = 0;
        world.Flink.AnswersOfRuns = stop =>
        {
            var request = Interlocked.Increment(ref requested);
            if (request == 2)
            {
                clock.Pass(JobWatch.ReadWithin);
            }

            return request == 1 ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        };

        await world.Read(clock);

        await using var db = world.CreateDbContext();
        var reading = await db.Set<FlinkReading>().AsNoTracking().SingleAsync();
        (reading.Failure, reading.ReadAt).ShouldBe((null, second));
        var runs = await db.Set<SeenJob>().AsNoTracking().ToListAsync();
        runs.Select(run => (run.Status, run.SeenAt, run.GoneAt))
            .ShouldBe(
                [
                    (FlinkStatus.Restarting, second, (DateTimeOffset?)null),
                    (FlinkStatus.Running, first, null),
                    (FlinkStatus.Running, first, null),
                ],
                ignoreOrder: true
            );

        world.Flink.AnswersOfRuns = _ => Task.CompletedTask;
        await world.Read(clock);
        (await db.Set<SeenJob>().AsNoTracking().ToListAsync()).ShouldAllBe(run => run.Status == FlinkStatus.Restarting);
    }

    [Fact]
    public void The_next_reading_begins_with_those_that_were_read_longest_ago()
    {
        var now = new HandClock().GetUtcNow();
        SeenJob Seen(string id, int secondsAgo) =>
            new()
            {
                ClusterId = new ClusterId(1),
                JobId = id,
                Name = id,
                Status = FlinkStatus.Running,
                StartedAt = now.AddDays(-1),
                FirstSeenAt = now.AddDays(-1),
                SeenAt = now.AddSeconds(-secondsAgo),
            };
        SeenJob[] known =
        [
            Seen("just-read", 30),
            Seen("left-out", 60),
            Seen("silent", 900),
            Seen("answered-since", 50),
        ];
        FlinkJob Job(string id, DateTimeOffset began) => new(id, id, FlinkStatus.Running, began, null, 1, 1);
        FlinkJob[] jobs =
        [
            .. known.Select(run => Job(run.JobId, run.StartedAt)),
            Job("never-read", now.AddDays(-1)),
            Job("never-answered", now.AddDays(-1)),
            Job("new", now),
        ];

        var unanswered = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal)
        {
            ["silent"] = now.AddSeconds(-40),
            ["answered-since"] = now.AddSeconds(-600),
            ["never-answered"] = now.AddSeconds(-35),
            ["ended"] = now.AddSeconds(-35),
        };
        var turns = new JobTurns(known.ToDictionary(run => run.JobId), unanswered);
        turns
            .InTurn(jobs)
            .Select(job => job.Id)
            .ShouldBe(["never-read", "left-out", "answered-since", "silent", "never-answered", "just-read", "new"]);

        turns.Had(["never-read"], jobs, now);
        unanswered.Keys.ShouldBe(["silent", "answered-since", "never-answered", "never-read"], ignoreOrder: true);
        turns.InTurn(jobs).First().Id.ShouldBe("left-out");
    }

    /// <summary>Eight are requested at once, and each is given up after ten seconds: the silent ones alone take all the time that there is.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task So_many_silent_ones_that_a_reading_is_over_with_them_are_behind_the_others_at_the_next(
        bool wereSeen
    )
    {
        var clock = new HandClock();
        // Later than they start by Flink's clock.
        clock.Pass(TimeSpan.FromDays(7));
        await using var world = await WatchedFlink.Create();
        var watch = new JobWatch(world, world.Flink, clock);
        Run(world, [.. Enumerable.Range(1, 40).Select(n => $"silent-{n}"), "healthy"], FlinkStatus.Running);
        if (wereSeen)
        {
            await watch.Look(CancellationToken.None);
            clock.Pass(TimeSpan.FromSeconds(30));
        }

        var silent = 0;
        world.Flink.AnswersOf = (id, stop) =>
        {
            var request = id == "healthy" ? 0 : Interlocked.Increment(ref silent);
            if (request is > 0 and <= 32)
            {
                throw new EngineException(EngineFault.Transient, "It did not answer within 10 s.");
            }

            if (request == 40)
            {
                clock.Pass(JobWatch.ReadWithin);
            }

            return request == 0 ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        };
        await watch.Look(CancellationToken.None);
        await using var db = world.CreateDbContext();
        (await db.Set<FlinkReading>().AsNoTracking().SingleAsync()).Failure.ShouldBe(
            "It did not answer all questions about its jobs within 45 s."
        );

        silent = 0;
        var second = clock.GetUtcNow();
        await watch.Look(CancellationToken.None);

        var healthy = await db.Set<SeenJob>().AsNoTracking().SingleAsync(run => run.JobId == "healthy");
        healthy.SeenAt.ShouldBe(second);
        (await db.Set<FlinkReading>().AsNoTracking().SingleAsync()).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task One_whose_request_fails_has_had_its_turn()
    {
        var clock = new HandClock();
        await using var world = await WatchedFlink.Create();
        Run(world, ["1f", "2f"], FlinkStatus.Running);
        await world.Read(clock);
        var first = clock.GetUtcNow();
        clock.Pass(TimeSpan.FromSeconds(30));
        world.Flink.Fails = (id, _) => id == "1f" ? new EngineException(EngineFault.Transient, "Too slow.") : null;

        await using var db = world.CreateDbContext();
        var reading = new JobReading(world.Flink, db, world.Cluster, clock.GetUtcNow(), clock);
        await reading.Read(name: null, CancellationToken.None, CancellationToken.None);

        (await db.Set<SeenJob>().SingleAsync(run => run.JobId == "1f")).SeenAt.ShouldBe(first);
        (await db.Set<SeenJob>().SingleAsync(run => run.JobId == "2f")).SeenAt.ShouldBe(clock.GetUtcNow());
        reading.Silent.ShouldHaveSingleItem().ShouldBe(new("1f", clock.GetUtcNow()));
        world.Flink.Fails = (_, _) => null;
        await world.Read(clock);
        await using var later = world.CreateDbContext();
        (await later.Set<SeenJob>().SingleAsync(run => run.JobId == "1f")).SeenAt.ShouldBe(clock.GetUtcNow());
    }

    private static void Run(WatchedFlink world, IEnumerable<string> ids, string status)
    {
        foreach (var id in ids)
        {
            world.Flink.Runs(id, id, status);
        }
    }
}
