using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Engines.Collecting;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>What a worker that takes a cluster over learns of its commits from the stored readings, whose older ones lie minutes apart.</summary>
public sealed class ReplayTests
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);
    private static readonly Guid Orders = new("aaaaaaaa-0000-0000-0000-000000000001");
    private static readonly LagLimits Limits = new(TimeSpan.FromSeconds(10));
    private readonly PackPlaces _places = new();
    private readonly GroupTopic _billing;

    public ReplayTests()
    {
        var state = new CollectorState(Limits);
        var topic = new TrackedTopic(Orders, "orders") { Incarnation = 1 };
        topic.Partitions.Add(new TrackedPartition());
        state.Groups["billing"] = new TrackedGroup("billing");
        _places.Put(state, new SeriesRun(0, 0, 1, 1, 0, null, Begin), topic);
        _places.Put(state, new SeriesRun(1, 0, 1, 1, 0, "billing", Begin), topic);
        _billing = state.Groups["billing"].Topics[Orders];
    }

    private LagWindow Window => _billing.At(0).Window;

    [Theory]
    [InlineData(1, 6, 2.5)]
    [InlineData(4, 11, 6.0)]
    public async Task Who_commits_every_few_hours_has_not_stopped_because_a_worker_was_restarted(
        int hours,
        int restartAfter,
        double stalledAfter
    )
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var lease = new CollectorLease(world.Store, "test", TimeSpan.FromHours(1));
        var holding = new Holding(cluster, (await lease.Take(cluster, Limits.Poll, Never))!.Value);
        var restart = Begin.AddHours(restartAfter).AddMinutes(40);
        await Collect(new CycleWriter(world.Store, "test"), world, holding, hours, until: restart);

        var state = await new CollectorStateLoader(world.Store, new JobReads()).Load(cluster, Limits, Never);

        var last = restartAfter / hours * hours;
        state.Take(Reading(restart, last), new CollectorChanges());
        StatusIn(state).ShouldBe(LagStatus.Ok);
        state.Take(Reading(restart.AddHours(stalledAfter), last), new CollectorChanges());
        StatusIn(state).ShouldBe(LagStatus.Stalled, "three times as long as usual");
    }

    [Fact]
    public void Who_commits_all_the_time_is_not_taken_for_seldom_where_readings_lie_an_hour_apart()
    {
        for (var hour = 0; hour < 12; hour++)
        {
            var at = Begin.AddHours(hour);
            Replay(at, end: 100 + hour, Commit(at, 90 + hour), isThin: true);
        }

        Window.Commits.ShouldAllBe(commit => commit.Waited == TimeSpan.Zero);
        LagRules.StallThreshold(Window, Limits).ShouldBe(TimeSpan.FromSeconds(100));
    }

    [Fact]
    public void A_wait_that_readings_an_hour_apart_show_is_as_long_as_is_certain()
    {
        for (var hour = 0; hour <= 8; hour++)
        {
            var at = Begin.AddHours(hour);
            Replay(at, end: 100 + hour, Commit(at, hour == 8 ? 104 : 90), isThin: true);
        }

        Window.Commits.ShouldHaveSingleItem().Waited.ShouldBe(TimeSpan.FromHours(7));
    }

    [Fact]
    public void A_commit_without_the_end_of_its_own_cycle_is_not_replayed()
    {
        Replay(Begin, end: 100, Commit(Begin, 90));

        Replay(Begin + Apart, end: null, Commit(Begin + Apart, 150));

        Window.At.ShouldBe(Begin);
        Window.Committed.ShouldBe(90);
    }

    [Fact]
    public void Hours_in_which_only_markers_were_left_are_no_wait()
    {
        Replay(Begin, end: 101, Commit(Begin, 100, behind: TimeLag.Of(TimeSpan.FromSeconds(5))));
        for (var at = Begin + Apart; at < Begin.AddHours(6); at += Apart)
        {
            Replay(at, end: 101, Commit(at, 100, behind: TimeLag.None));
            Window.WaitingSince.ShouldBeNull();
        }

        Replay(Begin.AddHours(6), end: 200, Commit(Begin.AddHours(6), 200));

        Window.Commits.ShouldHaveSingleItem().Waited.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Records_that_a_reader_is_just_behind_with_are_no_markers()
    {
        for (var i = 0; i < 6; i++)
        {
            var at = Begin + (i * Apart);
            Replay(at, end: 103 + i, Commit(at, 100 + i, behind: TimeLag.None));
        }

        Window.WaitingSince.ShouldBe(Begin + (5 * Apart));
    }

    [Fact]
    public void When_it_last_moved_is_known_to_the_minute_though_readings_lie_five_apart()
    {
        var seen = Begin + Apart;
        Replay(Begin, end: 100, Commit(Begin, 90));
        Replay(seen, end: 120, Commit(seen, 95));
        Window.MovedAt.ShouldBe(seen);

        _places.Recall(1, Commit(seen, 95, moved: Begin.AddMinutes(2)));

        Window.MovedAt.ShouldBe(Begin.AddMinutes(3));
    }

    [Fact]
    public void A_commit_that_was_deleted_since_is_not_there_again()
    {
        Replay(Begin, end: 100, Commit(Begin, 90));
        _billing.Positions[0].ShouldNotBeNull();

        _places.Recall(1, new Frame(Begin + Apart, Empty<GroupColumn>()));

        _billing.Positions[0].ShouldBeNull();
    }

    /// <summary>What a former version of a job left behind has no status in its frame.</summary>
    [Theory]
    [InlineData(LagStatus.Unknown, true)]
    [InlineData(null, false)]
    public void A_look_was_refused_where_the_status_was_unknown_and_not_where_there_was_none(
        LagStatus? status,
        bool isRefused
    )
    {
        var commit = Commit(Begin, 100, TimeLag.Of(TimeSpan.FromSeconds(5)), status: status);
        Replay(Begin, end: 101, commit);

        _places.Recall(1, commit);

        _billing.At(0).IsLookRefused.ShouldBe(isRefused);
    }

    private void Replay(DateTimeOffset at, long? end, Frame commit, bool isThin = false)
    {
        var chunks = new Dictionary<int, Frame> { [1] = commit };
        if (end is { } known)
        {
            var columns = Empty<TopicColumn>();
            columns[(int)TopicColumn.End][0] = known;
            columns[(int)TopicColumn.Answered][0] = AnswerTime.InThisCycle;
            chunks[0] = new Frame(at, columns);
        }

        _places.Replay(new CycleFrames(at, chunks), isThin);
    }

    private static Frame Commit(
        DateTimeOffset at,
        long committed,
        TimeLag behind = default,
        DateTimeOffset? moved = null,
        LagStatus? status = LagStatus.Ok
    )
    {
        var columns = Empty<GroupColumn>();
        columns[(int)GroupColumn.Committed][0] = committed;
        columns[(int)GroupColumn.Answered][0] = AnswerTime.InThisCycle;
        columns[(int)GroupColumn.Moved][0] = MovedColumn.Pack(moved, at);
        columns[(int)GroupColumn.Behind][0] = BehindColumn.Pack(behind, at);
        columns[(int)GroupColumn.Status][0] = status is { } known ? (long)known : Column.Absent;
        return new Frame(at, columns);
    }

    private static long[][] Empty<TColumn>()
        where TColumn : struct, Enum => [.. Enum.GetValues<TColumn>().Select(_ => new[] { Column.Absent })];

    // Every five minutes, and every minute of the last half hour: what is read back of them are those that stand alone, and all.
    private static async Task Collect(
        CycleWriter writer,
        CollectWorld world,
        Holding holding,
        int hours,
        DateTimeOffset until
    )
    {
        var state = new CollectorState(Limits);
        var at = Begin;
        while (at < until)
        {
            if (at.Minute == 0)
            {
                await ReadingPartitions.Make(world.Store, at, Never);
            }

            var changes = new CollectorChanges();
            state.Take(Reading(at, hour: (int)(at - Begin).TotalHours / hours * hours), changes);
            var cycle = new Cycle(0, at, TimeSpan.Zero, 10, 0, null, "[]");
            (await writer.Write(holding, state, changes, cycle, Never)).ShouldBeTrue();
            at += until - at > TimeSpan.FromMinutes(30) ? Apart : TimeSpan.FromMinutes(1);
        }
    }

    private static LagStatus StatusIn(CollectorState state) =>
        state.Groups["billing"].Topics[Orders].Positions[0].ShouldNotBeNull().Status;

    // Ten records a second come in; all of them are read at a full hour.
    private static ClusterReading Reading(DateTimeOffset at, int hour) =>
        new(
            at,
            TimeSpan.Zero,
            null,
            10,
            [],
            [new TopicReading("orders", Orders, false, 3, [new PartitionReading(1, 3, End(at))])],
            [
                new GroupReading(
                    "billing",
                    GroupType.Classic,
                    "Stable",
                    true,
                    [new CommitReading(0, 0, End(Begin.AddHours(hour)))]
                ),
            ],
            true,
            null
        );

    private static long End(DateTimeOffset at) => 1_000 + (10 * (long)(at - Begin).TotalSeconds);
}
