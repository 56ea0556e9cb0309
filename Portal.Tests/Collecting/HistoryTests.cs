using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Collecting;

public sealed class HistoryTests
{
    [Fact]
    public async Task A_chart_of_lag_has_a_gap_where_nobody_answered()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100, 50);
        fake.Group("billing", "orders", [40, 50]);
        var from = TimeProvider.System.GetUtcNow();
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Groups.Count == 1);
        fake.Down = "Nobody answers.";
        await world.Seen(cluster, s => s.Groups["billing"].Status == LagStatus.Unknown);
        fake.Topic("orders", 200, 50);
        fake.Down = null;
        await world.Seen(cluster, s => s.Groups["billing"].Lag == Amount.Of(160));

        var history = new HealthHistory(world.Store);
        var window = new Window(from, TimeProvider.System.GetUtcNow(), Points: 10_000);
        var all = await history.Lag(new LagOf(cluster, "billing"), window, CancellationToken.None);
        var one = await history.Lag(new LagOf(cluster, "billing", "orders", 1), window, CancellationToken.None);

        // A cycle that was late on a busy machine may have a gap of its own, between equal values.
        Steady(Runs(all.Select(p => p.Lag.Value))).ShouldBe([60L, null, 160L]);
        Runs(one.Select(p => p.Lag.Value)).Distinct().ShouldBe([0L, null]);
        all.First(p => p.Lag.Value is null).Status.ShouldBe(LagStatus.Unknown);
    }

    [Fact]
    public async Task A_chart_of_rates_is_what_moved_between_readings()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        fake.Group("billing", "orders", [100]);
        var from = TimeProvider.System.GetUtcNow();
        await world.Worker(fake);
        var calm = await world.Seen(cluster, s => s.Groups.Count == 1);
        await world.Seen(cluster, s => s.Version > calm.Version + 2);
        fake.Topic("orders", 1100);
        fake.Group("billing", "orders", [600]);
        var seen = await world.Seen(cluster, s => s.Groups["billing"].Lag == Amount.Of(500));

        var window = new Window(from, seen.Collector.CycleAt!.Value, Points: 10_000);
        var rates = await new HealthHistory(world.Store).Rates(cluster, "orders", window, CancellationToken.None);

        rates.ShouldContain(p => p.Produced > 0 && p.Consumed > 0);
        rates.ShouldContain(p => p.Produced == 0);
        seen.Topics["orders"].ProducedPerSecond!.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_step_of_a_chart_of_rates_is_its_mean_and_not_the_burst_in_it()
    {
        // 6,000 records at once, every minute; who reads them does so a minute later.
        var rates = Drawn(points: 15, i => 6_000L * ((i + 5) / 6), i => 6_000L * ((i - 1) / 6));

        rates.Length.ShouldBe(15);
        rates.Skip(1).ShouldAllBe(p => Math.Abs(p.Produced!.Value - 100) < 0.01);
        rates.Skip(1).ShouldAllBe(p => Math.Abs(p.Consumed!.Value - 100) < 0.01);
    }

    [Fact]
    public void Who_commits_seldom_reads_all_the_time_in_a_chart_of_rates_too()
    {
        // 100 a second come in and are read, with a commit every minute; a point every ten seconds.
        var rates = Drawn(points: 180, i => 1_000L * i, i => 6_000L * (i / 6), pace: _ => 100);

        rates.Length.ShouldBe(179);
        rates.ShouldAllBe(p => Math.Abs(p.Consumed!.Value - 100) < 0.01);
    }

    [Fact]
    public void The_pace_of_the_newest_commits_is_not_that_of_all_minutes_between_two_readings()
    {
        // A commit a minute: 60,000 records in the last of five minutes, and 6,000 in each of the others.
        var rates = Drawn(
            points: 180,
            i => 84_000L * i,
            i => 84_000L * i,
            pace: _ => 1_000,
            interval: TimeSpan.FromMinutes(5)
        );

        rates.Length.ShouldBe(179);
        rates.ShouldAllBe(p => Math.Abs(p.Consumed!.Value - 280) < 0.01);
    }

    [Fact]
    public void What_is_read_after_a_pause_is_not_spread_over_it()
    {
        // 100 a second with a commit a minute, but for four hours; an idle reader has no pace.
        var rates = Drawn(
            points: 180,
            i => 30_000L * i,
            i => 30_000L * (i <= 60 ? i : Math.Max(60, i - 47)),
            pace: i => i is <= 60 or >= 108 ? 100 : null,
            interval: TimeSpan.FromMinutes(5)
        );

        var consumed = rates.Select(p => Math.Round(p.Consumed!.Value, 2)).ToList();
        (consumed.Count(rate => rate == 0), consumed.Count(rate => rate == 100)).ShouldBe((47, 132));
    }

    [Fact]
    public void A_chart_of_rates_has_a_gap_where_nobody_answered_and_where_nobody_collected()
    {
        // From the tenth minute to the sixteenth, and from the twentieth to the twenty-sixth. Nobody knows when in that time a million came in.
        var rates = Drawn(
            points: 15,
            i => (1_000L * i) + (i < 156 ? 0 : 1_000_000),
            i => 1_000L * i,
            answers: i => i is < 60 or >= 96,
            collects: i => i is < 120 or >= 156
        );

        rates.Count(p => p is { Produced: null, Consumed: null }).ShouldBe(4);
        rates.Where(p => p.Produced is not null).ShouldAllBe(p => Math.Abs(p.Produced!.Value - 100) < 0.01);
        rates.ShouldAllBe(p => p.Produced.HasValue == p.Consumed.HasValue);
    }

    [Fact]
    public async Task Readers_of_a_topic_say_when_they_moved_and_whether_the_readings_are_whole()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        fake.Topic("others", 100);
        fake.Group("billing", "orders", [40]);
        fake.Group("elsewhere", "others", [40]);
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Groups.Count == 2);
        fake.Group("billing", "orders", [60]);
        await world.Seen(cluster, s => s.Groups["billing"].Partitions is [{ MovedAt: not null }]);
        var readers = new TopicReaders(world.Store, TimeProvider.System);

        var found = await Deadline.For(async () =>
            await Of(readers, cluster, "orders")
                is { AreAll: true, Groups: [{ LastMovedAt: not null, Members: 1 } one] }
                ? one
                : null
        );

        found.Group.ShouldBe("billing");
        // Nobody watched ten minutes ago: silence then proves nothing.
        found.HasGap.ShouldBeTrue();
    }

    [Fact]
    public async Task Readers_of_a_topic_come_with_the_offset_they_read_next_by_partition()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100, 50);
        fake.Group("billing", "orders", [40, 50]);
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Groups.Count == 1);
        var readers = new TopicReaders(world.Store, TimeProvider.System);

        await Deadline.Until(async () =>
            (await Of(readers, cluster, "orders")).Committed?.GetValueOrDefault("billing") is { } committed
            && committed.OrderBy(at => at.Key).Select(at => at.Value).SequenceEqual([40L, 50L])
        );
    }

    [Fact]
    public async Task Nobody_reads_a_topic_is_said_only_of_what_was_just_looked_at()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Topics.ContainsKey("orders"));
        var now = new TopicReaders(world.Store, TimeProvider.System);
        await Deadline.Until(async () => await Of(now, cluster, "orders") is { AreAll: true, Groups: [] });

        fake.Topic("orders", 160);
        await Deadline.Until(async () => (await Of(now, cluster, "orders")).WrittenPerSecond > 0);
        (await Of(now, cluster, "too-new")).ShouldBe(new([], AreAll: false));
        var later = new TopicReaders(world.Store, new Later(TimeSpan.FromMinutes(1)));
        (await Of(later, cluster, "orders")).AreAll.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_reads_a_topic_is_unknown_while_the_commits_of_a_group_that_is_listed_may_not_be_read()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        fake.Group("secret", "orders", [40]);
        fake.RefusedGroups.Add("secret");
        await world.Worker(fake);
        var readers = new TopicReaders(world.Store, TimeProvider.System);

        var seen = await world.Seen(cluster, s => s is { Collector.WholeAt: not null, Groups.Count: 1 });
        await Deadline.Until(() => readers.AreWhole(cluster, CancellationToken.None));

        (await Of(readers, cluster, "orders")).AreAll.ShouldBeFalse();
        await Deadline.Until(async () => await Of(readers, cluster, "orders") is { Unreadable: ["secret"] });
        (seen.Collector.Complaint, seen.Collector.AreReadersKnown).ShouldBe((null, false));
        (seen.Groups["secret"].Status, seen.Groups["secret"].Lag).ShouldBe((LagStatus.Unknown, Amount.Unknown));
        seen.Groups["secret"].Reason.ShouldStartWith("Its commits can't be read, so its lag is unknown");

        fake.RefusedGroups.Remove("secret");
        await Deadline.Until(async () =>
            await Of(readers, cluster, "orders") is { AreAll: true, Groups: [{ Group: "secret" }] }
        );
        await world.Seen(
            cluster,
            s => s.Collector.AreReadersKnown && s.Groups["secret"] is { AreCommitsRead: true, Partitions.Length: 1 }
        );
    }

    [Fact]
    public async Task A_member_that_was_given_partitions_reads_though_it_committed_nothing()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        await world.Worker(fake);
        await world.Seen(cluster, s => s.Topics.ContainsKey("orders"));
        await world.Execute(
            $$"""
            insert into seen_members (cluster_id, group_name, members) values
                ({{cluster.Value}}, 'newcomer', '[{"memberId": "a", "assigned": [{"topic": "orders", "partitions": [0]}]}]'),
                ({{cluster.Value}}, 'elsewhere', '[{"memberId": "b", "assigned": [{"topic": "others", "partitions": [0]}]}]')
            """
        );

        var seen = await Of(new TopicReaders(world.Store, TimeProvider.System), cluster, "orders");

        seen.Groups.ShouldBe([new("newcomer", 1, null, false)]);
    }

    // A topic with one reader, read 180 times; every ten seconds, unless the interval is given.
    private static ImmutableArray<RatePoint> Drawn(
        int points,
        Func<int, long> end,
        Func<int, long> committed,
        Func<int, double?>? pace = null,
        Func<int, bool>? answers = null,
        Func<int, bool>? collects = null,
        TimeSpan? interval = null
    )
    {
        var begin = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var every = interval ?? TimeSpan.FromSeconds(10);
        SeriesRun[] runs = [new(0, 0, 1, 1, 0, null, begin), new(1, 0, 1, 1, 0, "billing", begin)];
        var drawing = new RateDrawing(runs, new Window(begin, begin + (180 * every), points), every);
        var (moved, before) = (begin, committed(0));
        foreach (var i in Enumerable.Range(0, 180).Where(i => collects?.Invoke(i) != false))
        {
            var (at, answered) = (begin + (i * every), answers?.Invoke(i) == false ? 1 : AnswerTime.InThisCycle);
            (moved, before) = (committed(i) == before ? moved : at, committed(i));
            var topic = new Frame(
                at,
                [
                    [end(i)],
                    [answered],
                ]
            );
            var reader = new Frame(
                at,
                [
                    [committed(i)],
                    [answered],
                    [MovedColumn.Pack(moved, at)],
                    [Column.Absent],
                    [0],
                    [PaceColumn.Pack(pace?.Invoke(i))],
                ]
            );
            drawing.Take(new CycleFrames(at, new Dictionary<int, Frame> { [0] = topic, [1] = reader }));
        }

        return drawing.Points();
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }

    private static List<long?> Steady(List<long?> runs)
    {
        for (var at = runs.Count - 2; at > 0; at--)
        {
            if (runs[at] is null && runs[at - 1] == runs[at + 1])
            {
                runs.RemoveRange(at, 2);
            }
        }

        return runs;
    }

    private static List<long?> Runs(IEnumerable<long?> values)
    {
        var runs = new List<long?>();
        foreach (var value in values)
        {
            if (runs.Count == 0 || runs[^1] != value)
            {
                runs.Add(value);
            }
        }

        return runs;
    }

    private static async Task<SeenReaders> Of(TopicReaders readers, ClusterId cluster, string topic) =>
        (await readers.Of(cluster, [topic], CancellationToken.None))[topic];
}
