using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Jobs.History;
using Portal.Engines.Flink;
using Portal.Tests.Web;
using Portal.Web.Api.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Each reading of a Flink leaves a point of each job that runs, which its charts draw.</summary>
public sealed class JobHistoryTests
{
    private const string Clicks = "clicks";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly HandClock _clock = new();

    [Fact]
    public async Task A_reading_tells_what_passed_since_the_one_before()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", Clicks);
        await Read(world, read: 0, written: 0, busy: TimeSpan.Zero);
        await Read(world, read: 300, written: 150, busy: TimeSpan.FromSeconds(15));
        var restarted = world.Flink.Restarts["1f"] = _clock.GetUtcNow();
        await Read(world, read: 10, written: 5, busy: TimeSpan.FromSeconds(1));

        var points = await History(world);

        points
            .Select(p => (p.ReadPerSecond, p.WrittenPerSecond, p.Busy))
            .ShouldBe([(null, null, null), (10, 5, 0.5), (null, null, null)]);
        points.Select(p => p.BackPressured).ShouldBe([null, 0.1, null]);
        (await world.Restarts(Clicks, LastHour)).ShouldBe([restarted]);
        (await world.Restarts(Clicks, new Window(restarted.AddSeconds(1), _clock.GetUtcNow()))).ShouldBeEmpty();
        JobPointDto.Of(points, [restarted]).Select(p => p.Restarted).ShouldBe([false, false, true]);
    }

    [Fact]
    public async Task Where_nothing_was_read_the_line_breaks()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", Clicks);
        await Read(world, 0, 0, TimeSpan.Zero);
        await Read(world, 30, 30, TimeSpan.Zero);
        _clock.Pass(TimeSpan.FromMinutes(20));
        await Read(world, 60, 60, TimeSpan.Zero);

        var points = await History(world);

        points.Select(p => p.ReadPerSecond is null).ShouldBe([true, false, true, false]);
        points[2].ShouldBe(JobPoint.Gap(points[2].At));
    }

    [Fact]
    public async Task Of_two_runs_of_one_name_it_is_the_newest_and_of_a_run_that_is_over_nothing()
    {
        await using var world = await WatchedFlink.Create();
        var began = _clock.GetUtcNow();
        world.Flink.All["old"] = new("old", Clicks, FlinkStatus.Running, began.AddHours(-1), null, 1, 1);
        world.Flink.Runs("over", "done", FlinkStatus.Finished);
        await Read(world, 0, 0, TimeSpan.Zero);
        await Read(world, 30, 30, TimeSpan.Zero);
        world.Flink.All["new"] = new("new", Clicks, FlinkStatus.Running, began, null, 1, 1);
        await Read(world, 60, 60, TimeSpan.Zero);

        (await History(world)).Select(p => p.ReadPerSecond).ShouldBe([null, 1, null]);
        (await History(world, "done")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_goes_on_from_one_hour_to_the_next_and_is_thinned_to_what_is_drawn()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", Clicks);
        _clock.Pass(TimeSpan.FromMinutes(6));
        for (var i = 0; i < 8; i++)
        {
            await Read(world, i * 30, i * 30, TimeSpan.Zero);
        }

        var now = _clock.GetUtcNow();
        (await History(world)).Count.ShouldBe(8);
        var (ten, last) = (new Window(now.AddMinutes(-10), now, 5), new Window(now.AddSeconds(-70), now));
        (await world.History(Clicks, ten)).Points.Length.ShouldBeLessThanOrEqualTo(3);
        (await world.History(Clicks, last)).Points.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_step_of_several_readings_is_the_mean_of_what_it_read_and_its_highest_pressure()
    {
        var (half, most) = (TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(24));
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", Clicks);
        await Read(world, read: 0, written: 0, busy: TimeSpan.Zero);
        await Read(world, read: 1_200, written: 600, busy: half, held: TimeSpan.Zero);
        await Read(world, read: 1_200, written: 600, busy: half, held: most);
        await Read(world, read: 1_200, written: 600, busy: half, held: most);
        await Read(world, read: 1_200, written: 600, busy: half, held: most);

        var drawn = await world.History(Clicks, LastHour with { Points = 1 });

        drawn.Points.ShouldHaveSingleItem().ShouldBe(new JobPoint(_clock.GetUtcNow() - Every, 10, 5, 0.5, 0.8));
        drawn.LeastRead.ShouldBe(0.0);
        drawn.MostRead.ShouldBe(40.0);
    }

    [Fact]
    public async Task What_a_reading_after_a_pause_stands_for_is_no_longer_than_a_reading_counts()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", Clicks);
        await Read(world, 0, 0, TimeSpan.Zero);
        await Read(world, 1_200, 0, TimeSpan.Zero);
        await Read(world, 2_400, 0, TimeSpan.Zero);
        _clock.Pass(TimeSpan.FromMinutes(19.5));
        await Read(world, 2_400, 0, TimeSpan.Zero);

        var drawn = await world.History(Clicks, LastHour with { Points = 1 });

        // One minute at 40 a second and two minutes at 0.
        drawn.Points.ShouldHaveSingleItem().ReadPerSecond!.Value.ShouldBe(40 / 3.0, 0.01);
    }

    private Window LastHour => new(_clock.GetUtcNow().AddHours(-1), _clock.GetUtcNow());

    private async Task Read(WatchedFlink world, long read, long written, TimeSpan busy, TimeSpan? held = null)
    {
        world.Flink.Operators =
        [
            new("a", "Source", 1, FlinkStatus.Running, [], busy, held ?? (busy / 5), read, written),
            new("b", "Sink", 1, FlinkStatus.Running, ["a"], busy / 3, TimeSpan.Zero, written, written),
        ];
        world.Flink.Clock = _clock;
        await world.Read(_clock);
        _clock.Pass(Every);
    }

    private async Task<IReadOnlyList<JobPoint>> History(WatchedFlink world, string name = Clicks) =>
        (await world.History(name, LastHour)).Points;
}
