using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Engines.Collecting;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>What charts over a day and a week are drawn from, when full detail is long gone.</summary>
public sealed class LongHistoryTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly DateTimeOffset Begin = new(2025, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);
    private readonly CollectorState _state = new(new LagLimits(Apart));
    private CollectWorld _world = null!;
    private CycleWriter _writer = null!;
    private Holding _holding;
    private long _cycles;

    public async Task InitializeAsync()
    {
        _world = await CollectWorld.Create();
        var cluster = await _world.Register("old");
        var lease = new CollectorLease(_world.Store, "test", TimeSpan.FromHours(1));
        _holding = new Holding(cluster, (await lease.Take(cluster, Apart, Never))!.Value);
        _writer = new CycleWriter(_world.Store, "test");
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_day_is_drawn_from_a_reading_every_five_minutes_with_its_gap_and_the_newest_minutes_in_full()
    {
        // Each minute of an hour, then every five: nobody answers from the eighth hour to the tenth, and the lag is the hour's number.
        await Cycles(Begin, Begin.AddHours(1), Apart);
        await Cycles(Begin.AddHours(1), Begin.AddHours(24), TimeSpan.FromMinutes(5));
        await Cycles(Begin.AddHours(24), Begin.AddHours(24).AddMinutes(4), Apart);
        var now = Begin.AddHours(24).AddMinutes(4);
        await ReadingPartitions.Drop(_world.Store, now, Never);

        var day = await Lag(now.AddHours(-24), now);
        var six = await Lag(now.AddHours(-6), now);

        day[0].At.ShouldBeLessThan(Begin.AddMinutes(10));
        day[^1].At.ShouldBe(now.AddMinutes(-1));
        Hours(day).ShouldBe(Enumerable.Range(0, 25).Where(hour => hour is not (8 or 9)).Select(hour => (long?)hour));
        day.ShouldContain(p => p.Lag.Value == null && p.At > Begin.AddHours(7.9) && p.At < Begin.AddHours(10));
        Hours(await Lag(Begin.AddHours(3), Begin.AddHours(4).AddMinutes(-1))).ShouldBe([3L], "an hour of long ago");
        six[0].At.ShouldBeGreaterThan(Begin.AddHours(18));
        (
            await _world.Scalar<long>($"select count(distinct at) from reading_5m where at < '{Begin.AddHours(1):O}'")
        ).ShouldBe(12);
        (await _world.Scalar<long>($"select count(*) from reading_10s where at < '{Begin.AddHours(18):O}'")).ShouldBe(
            0
        );
    }

    [Fact]
    public async Task Rates_of_a_day_are_what_moved_between_its_readings()
    {
        await Cycles(Begin, Begin.AddHours(12), TimeSpan.FromMinutes(5));
        var now = Begin.AddHours(12);
        await ReadingPartitions.Drop(_world.Store, now, Never);

        var rates = await new HealthHistory(_world.Store).Rates(
            _holding.Cluster,
            "orders",
            new Window(now.AddHours(-24), now),
            Never
        );

        rates[0].At.ShouldBeLessThan(Begin.AddMinutes(20));
        rates.Count(p => p.Produced is not null).ShouldBeGreaterThan(100);
        rates.Where(p => p.Produced is not null).ShouldAllBe(p => Math.Abs(p.Produced!.Value - 10) < 0.1);
    }

    [Fact]
    public async Task Who_commits_every_few_minutes_reads_all_the_time_in_the_rates_of_a_day_too()
    {
        // 10 a second come in and are read, with a commit every seven minutes.
        var now = Begin.AddHours(2);
        await Cycles(Begin, now, Apart, commits: at => 1_000 + (4_200 * ((long)(at - Begin).TotalMinutes / 7)));

        var rates = await new HealthHistory(_world.Store).Rates(
            _holding.Cluster,
            "orders",
            new Window(now.AddHours(-24), now, Points: 24 * 6),
            Never
        );

        // Three commits tell a rhythm.
        var evenly = rates.Where(p => p.At > Begin.AddMinutes(40)).ToList();
        evenly.Count.ShouldBeGreaterThan(6);
        evenly.ShouldAllBe(p => Math.Abs(p.Consumed!.Value - 10) < 0.1);
    }

    [Fact]
    public async Task Rates_of_a_week_are_the_means_of_its_steps_with_their_pauses()
    {
        // 3,000 records come in the first five minutes of each hour, and none in the rest of it.
        var now = Begin.AddHours(7);
        await Cycles(
            Begin,
            now,
            TimeSpan.FromMinutes(5),
            at => 1_000 + (3_000 * ((long)(at - Begin).TotalHours + (at.Minute == 0 ? 0 : 1)))
        );

        var rates = await new HealthHistory(_world.Store).Rates(
            _holding.Cluster,
            "orders",
            new Window(now.AddDays(-7), now, Points: 7 * 24),
            Never
        );

        rates.Length.ShouldBe(7);
        rates.Skip(1).ShouldAllBe(p => Math.Abs(p.Produced!.Value - (3_000 / 3_600.0)) < 0.01);
    }

    [Fact]
    public async Task Days_past_keeping_are_dropped_and_places_stay_while_a_day_shows_them()
    {
        await Cycles(Begin, Begin.AddMinutes(10), Apart);
        await _world.Execute($"update series set gone_at = '{Begin.AddMinutes(10):O}'");

        await Turn(Begin.AddDays(7));
        (await Days()).ShouldBe("01 02 08 09");
        (await _world.Scalar<long>("select count(*) from series")).ShouldBeGreaterThan(0);

        await Turn(Begin.AddDays(9));
        (await Days()).ShouldBe("08 09 10 11");
        (await _world.Scalar<long>("select count(*) from series")).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_collects_next_goes_on_with_the_same_five_minutes()
    {
        var fake = new FakeCluster(TimeProvider.System);
        fake.Topic("orders", 100);
        fake.Group("billing", "orders", [40]);
        await _world.Register("shared");
        for (var worker = 0; worker < 3; worker++)
        {
            var before = await _world.Scalar<long>("select count(distinct at) from reading_10s");
            var running = await _world.Worker(fake);
            await Deadline.Until(async () =>
                await _world.Scalar<long>("select count(distinct at) from reading_10s") > before + 5
            );
            await running.StopAsync(Never);
        }

        // A slot may have ended while they were at it.
        (
            await _world.Scalar<long>(
                "select count(distinct (cluster_id, at)) - count(distinct (cluster_id, date_bin('5 minutes', at, '2000-01-01'))) from reading_5m"
            )
        ).ShouldBe(0);
        (await _world.Scalar<long>("select count(*) from reading_5m")).ShouldBeGreaterThan(0);
    }

    // As many behind as hours have passed; 10 a second come in, unless the end or the commit of each time is given.
    private async Task Cycles(
        DateTimeOffset from,
        DateTimeOffset to,
        TimeSpan apart,
        Func<DateTimeOffset, long>? ends = null,
        Func<DateTimeOffset, long>? commits = null
    )
    {
        for (var at = from; at < to; at += apart)
        {
            if (at == from || at.Minute == 0)
            {
                await ReadingPartitions.Make(_world.Store, at, Never);
            }

            var changes = new CollectorChanges();
            var hours = (long)(at - Begin).TotalHours;
            if (hours is 8 or 9)
            {
                _state.TakeSilence(at);
            }
            else
            {
                var end = ends?.Invoke(at) ?? 1_000 + (long)(10 * (at - Begin).TotalSeconds);
                _state.Take(Reading(at, end, commits?.Invoke(at) ?? end - hours), changes);
            }

            var cycle = new Cycle(_cycles++, at, TimeSpan.Zero, 10, 0, null, "[]");
            (await _writer.Write(_holding, _state, changes, cycle, Never)).ShouldBeTrue();
        }
    }

    private Task<ImmutableArray<LagPoint>> Lag(DateTimeOffset from, DateTimeOffset to) =>
        new HealthHistory(_world.Store).Lag(
            new LagOf(_holding.Cluster, "billing"),
            new Window(from, to, Points: 1_440),
            Never
        );

    private static IEnumerable<long?> Hours(ImmutableArray<LagPoint> points) =>
        points.Select(p => p.Lag.Value).Where(lag => lag is not null).Distinct();

    private async Task Turn(DateTimeOffset now)
    {
        await ReadingPartitions.Make(_world.Store, now, Never);
        await ReadingPartitions.Drop(_world.Store, now, Never);
    }

    private Task<string?> Days() =>
        _world.Scalar<string>(
            """
            select string_agg(right(inhrelid::regclass::text, 2), ' ' order by inhrelid::regclass::text)
            from pg_inherits where inhparent = 'reading_5m'::regclass
            """
        );

    private static ClusterReading Reading(DateTimeOffset at, long end, long committed) =>
        new(
            at,
            TimeSpan.Zero,
            null,
            10,
            [],
            [new TopicReading("orders", new Guid(1, 0, 0, new byte[8]), false, 3, [new PartitionReading(1, 3, end)])],
            [new GroupReading("billing", GroupType.Classic, "Stable", true, [new CommitReading(0, 0, committed)])],
            true,
            null
        );
}
