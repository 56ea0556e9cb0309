using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Tests.Web;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A run that Flink leaves out of its list for a moment isn't gone: Flink has to have forgotten it.</summary>
public sealed class ForgottenRunTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task One_that_is_not_listed_is_there_until_Flink_has_forgotten_it()
    {
        await using var world = await Running(1);
        world.Flink.Unlisted = 1;

        (await Read(world)).Single().State.ShouldBe(JobRunState.Alive);

        world.Flink.All.Clear();
        (await Read(world)).Single().State.ShouldBe(JobRunState.Forgotten);
        world.Flink.Requests.Clear();
        await world.Read();
        world.Flink.Requests.ShouldNotContain("job", "what is gone is requested no more");
    }

    [Fact]
    public async Task One_that_Flink_fails_to_answer_for_stays_as_it_was_and_holds_up_no_other()
    {
        await using var world = await Running(2);
        world.Flink.Silent.Add(Id(1));
        var before = (await Seen(world)).ToDictionary(run => run.JobId, run => run.SeenAt);

        var runs = (await Read(world)).ToDictionary(run => run.JobId);

        runs.Values.ShouldAllBe(run => run.State == JobRunState.Alive);
        runs[Id(1)].SeenAt.ShouldBe(before[Id(1)]);
        runs[Id(2)].SeenAt.ShouldBeGreaterThan(before[Id(2)]);
    }

    [Fact]
    public async Task One_that_was_over_is_gone_without_a_request()
    {
        await using var world = await Running(1);
        world.Flink.Runs(Id(1), Id(1), FlinkStatus.Finished);
        await world.Read();
        world.Flink.All.Clear();
        world.Flink.Requests.Clear();

        (await Read(world)).Single().State.ShouldBe(JobRunState.Forgotten);

        world.Flink.Requests.ShouldNotContain("job");
    }

    [Fact]
    public async Task A_JobManager_that_lost_all_of_its_runs_is_not_flooded_with_requests()
    {
        const int more = 20;
        await using var world = await Running(ForgottenRuns.MostRequests + more);
        world.Flink.All.Clear();
        world.Flink.Requests.Clear();

        (await Read(world)).Count(run => run.State == JobRunState.Alive).ShouldBe(more);
        world.Flink.Requests.Count("job".Equals).ShouldBe(ForgottenRuns.MostRequests);
        (await Read(world)).ShouldAllBe(run => run.State == JobRunState.Forgotten);
    }

    [Fact]
    public async Task Requests_that_are_not_answered_take_a_part_of_the_time_of_a_reading()
    {
        var clock = new HandClock();
        var flink = new ScriptedFlink
        {
            AnswersOfRuns = stop => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop),
        };
        var over = Run(1, FlinkStatus.Finished);
        var forgotten = ForgottenRuns.Among(flink, [over, Run(2), Run(3)], clock, CancellationToken.None);

        clock.Pass(TimeSpan.FromSeconds(15));

        (await forgotten).ShouldHaveSingleItem().ShouldBe(over);
    }

    [Fact]
    public async Task Those_that_stay_unlisted_do_not_keep_the_others_waiting()
    {
        const int all = ForgottenRuns.MostRequests + 20;
        var flink = new ScriptedFlink();
        flink.Silent.UnionWith(Enumerable.Range(1, ForgottenRuns.MostRequests).Select(Id));
        var runs = Enumerable.Range(1, all).Select(number => Run(number)).ToList();
        var clock = new HandClock();
        var found = new HashSet<string>(StringComparer.Ordinal);

        // One of them is left out of a sixth of the readings: of so many in a row none is.
        for (var reading = 0; reading < 20; reading++)
        {
            var forgotten = await ForgottenRuns.Among(flink, runs, clock, CancellationToken.None);
            found.UnionWith(forgotten.Select(run => run.JobId));
            clock.Pass(TimeSpan.FromSeconds(30));
        }

        found.Count.ShouldBe(20);
    }

    private static SeenJob Run(int number, string status = FlinkStatus.Running) =>
        new()
        {
            ClusterId = new ClusterId(1),
            JobId = Id(number),
            Name = Id(number),
            Status = status,
            StartedAt = Began,
            FirstSeenAt = Began,
            SeenAt = Began,
        };

    private static async Task<WatchedFlink> Running(int jobs)
    {
        var world = await WatchedFlink.Create();
        foreach (var number in Enumerable.Range(1, jobs))
        {
            world.Flink.Runs(Id(number), Id(number));
        }

        await world.Read();
        return world;
    }

    private static async Task<List<SeenJob>> Read(WatchedFlink world)
    {
        await world.Read();
        return await Seen(world);
    }

    private static async Task<List<SeenJob>> Seen(WatchedFlink world)
    {
        await using var db = world.CreateDbContext();
        return await db.Set<SeenJob>().ToListAsync();
    }

    private static string Id(int number) => $"{number:x4}";
}
