using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Health.Snapshots;
using Portal.Core.Store;
using Portal.Engines.Collecting;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;
using Portal.Workers.Reconciling;

namespace Portal.Tests.Collecting;

/// <summary>The clock of a worker's machine is set back while it collects, or compares what is managed.</summary>
public sealed class SetBackClockTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LagLimits Limits = new(TimeSpan.FromSeconds(10));
    private CollectWorld _world = null!;
    private ClusterId _cluster;

    public async Task InitializeAsync()
    {
        _world = await CollectWorld.Create();
        _cluster = await _world.Register("one");
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task The_collector_goes_on_at_its_pace_also_in_an_hour_that_was_over_before_it_began()
    {
        var clock = new SetBackClock();
        var log = new LogLines<CollectingWorker>();
        var fake = new SettingBack(clock);
        fake.Topic("orders", 100);

        await _world.Worker(fake, log: log, clock: clock);

        await Deadline.Until(() => fake.Reads > 10);
        clock.Behind.ShouldBeGreaterThan(TimeSpan.Zero);
        log.All.ShouldNotContain(line => line.Contains("begins again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_it_reads_from_then_on_is_shown_and_replaces_what_was_read_at_those_times_before()
    {
        var (holding, state, source) = (await Hold(), new CollectorState(Limits), new SnapshotSource());
        for (var i = 0; i < 330; i++)
        {
            // Half an hour, then again from ten minutes after noon on.
            await Write(holding, state, i, second: i < 190 ? 10 * i : (10 * i) - 1_305);
            if (i < 189)
            {
                continue;
            }

            var seen = await Refresh(source);

            var orders = seen.Topics["orders"];
            orders.Partitions[0].Answered.ShouldBeTrue();
            orders.Partitions[0].End.ShouldBe(SteadyReading.End(i));
            (orders.ProducedPerSecond ?? 10).ShouldBe(10, tolerance: 0.01);
            seen.Groups["billing"].Partitions[0].Answered.ShouldBeTrue();
        }

        (await Readable(ReadingTier.Full)).ShouldBe([.. EveryTen(0, 580), .. EveryTen(595, 1_985)]);
        (await Readable(ReadingTier.History)).ShouldBe([0, 300, 595, 605, 905, 1_205, 1_505, 1_805]);
    }

    [Fact]
    public async Task Who_is_behind_replaces_no_more_of_what_others_have_read_than_it_has_read_itself()
    {
        var (holding, state) = (await Hold(), new CollectorState(Limits));
        for (var i = 0; i <= 120; i++)
        {
            await Write(holding, state, i, second: 10 * i);
        }

        // A worker a quarter of an hour behind takes over for half a minute, and then the first again.
        state = await Load();
        for (var i = 121; i < 124; i++)
        {
            await Write(holding, state, i, second: (10 * i) - 905);
        }

        state = await Load();
        state.Topics.Values.Single().Partitions[0].End.ShouldBe(SteadyReading.End(123));
        await Write(holding, state, 124, second: 1_245);

        (await _world.Scalar<long>("select count(distinct at) from reading_10s")).ShouldBe(30 + 3 + 88 + 1);
        // What was told against a frame that is gone comes again with the next that stands alone.
        (await Readable(ReadingTier.Full)).ShouldBe([
            .. EveryTen(0, 290),
            .. EveryTen(305, 325),
            .. EveryTen(600, 1_200),
            1_245,
        ]);
    }

    [Fact]
    public async Task What_is_not_answered_from_then_on_is_unknown_since_its_last_answer()
    {
        var (holding, state) = (await Hold(), new CollectorState(Limits));
        await Write(holding, state, 0, second: 1_800);

        var at = Noon.AddMinutes(10);
        state.TakeSilence(at);
        await Write(holding, state, new CollectorChanges(), new Cycle(1, at, TimeSpan.Zero, 4, 1, "Silence.", "[]"));

        var seen = await _world.Snapshot(_cluster);
        var partition = seen.Topics["orders"].Partitions[0];
        partition.Answered.ShouldBeFalse();
        partition.LastAnsweredAt.ShouldBe(at - Limits.Poll);
        seen.Groups["billing"].Partitions[0].Answered.ShouldBeFalse();
        seen.Groups["billing"].Lag.Value.ShouldBeNull();
    }

    [Fact]
    public void What_is_managed_is_compared_whole_after_the_first_look_from_then_on()
    {
        var look = new DriftLook([], _ => null, Structure: 1);
        var mark = DriftMark.Nothing.Next(Noon, look, []);

        mark.Next(Noon.AddSeconds(30), look, []).Structure.ShouldBe(1);
        mark.Next(Noon.AddSeconds(-30), look, []).ShouldBeSameAs(DriftMark.Nothing);
    }

    private async Task<Holding> Hold()
    {
        await ReadingPartitions.Make(_world.Store, Noon, Never);
        var lease = new CollectorLease(_world.Store, "test", TimeSpan.FromHours(1));
        return new Holding(_cluster, (await lease.Take(_cluster, Limits.Poll, Never))!.Value);
    }

    private Task<CollectorState> Load() =>
        new CollectorStateLoader(_world.Store, new JobReads()).Load(_cluster, Limits, Never);

    private Task Write(Holding holding, CollectorState state, int number, int second)
    {
        var (at, changes) = (Noon.AddSeconds(second), new CollectorChanges());
        state.Take(SteadyReading.Of(at, SteadyReading.End(number)), changes);
        return Write(holding, state, changes, new Cycle(number, at, TimeSpan.Zero, 4, 0, null, "[]"));
    }

    private async Task Write(Holding holding, CollectorState state, CollectorChanges changes, Cycle cycle) =>
        (await new CycleWriter(_world.Store, "test").Write(holding, state, changes, cycle, Never)).ShouldBeTrue();

    private async Task<ClusterSnapshot> Refresh(SnapshotSource source)
    {
        await using var moment = await Moment.Of(_world.Store, Never);
        var row = (await CollectorRow.Read(moment.Ask, _cluster, Never)).Single();
        return await source.Refresh(moment.Ask, row with { SilentFor = null }, Never);
    }

    // The seconds after noon of the cycles that can be read back.
    private async Task<List<int>> Readable(ReadingTier tier)
    {
        var seconds = new List<int>();
        var hour = new FrameRange(_cluster, Noon, Noon, Noon.AddHours(1), Tier: tier);
        await foreach (var cycle in new FrameStream().Read(_world.Store.CreateCommand, hour, Never))
        {
            cycle.Chunks.Count.ShouldBe(2, "the topic's and the group's");
            seconds.Add((int)(cycle.At - Noon).TotalSeconds);
        }

        return seconds;
    }

    private static IEnumerable<int> EveryTen(int from, int to) =>
        Enumerable.Range(0, ((to - from) / 10) + 1).Select(i => from + (10 * i));

    private sealed class SetBackClock : TimeProvider
    {
        public TimeSpan Behind { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Behind;
    }

    /// <summary>While it is read for the third time its reader's clock is set back by an hour.</summary>
    private sealed class SettingBack(SetBackClock clock) : FakeCluster(clock)
    {
        private readonly SetBackClock _clock = clock;

        public override Task<ClusterReading> Read(TimeSpan within, CancellationToken stop)
        {
            if (Reads == 2)
            {
                _clock.Behind = TimeSpan.FromHours(1);
            }

            return base.Read(within, stop);
        }
    }
}
