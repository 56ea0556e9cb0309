using Portal.Core.Health;
using Portal.Engines.Collecting;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>What is looked at where offsets alone can't tell, when, and what follows from it.</summary>
public sealed class OffsetProbeTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);
    private static readonly Guid Topic = new("00000000-0000-0000-0000-000000000001");
    private static readonly Peek Refused = new(null, OnlyMarkers: false) { IsRefused = true };
    private readonly HandClock _clock = new();
    private readonly CollectorState _state = new(new LagLimits(Poll));
    private readonly FakeCluster _fake;
    private readonly OffsetProbe _probe;
    private string _members = "Stable";

    public OffsetProbeTests()
    {
        _fake = new FakeCluster(_clock);
        _probe = new OffsetProbe(_fake, _state, new CollectingOptions());
    }

    [Fact]
    public async Task A_transaction_after_an_hour_of_markers_alone_has_waited_since_it_came()
    {
        _fake.Lying[(Topic, 0, 100)] = new Peek(null, OnlyMarkers: true);
        await Cycles(20, i => [("billing", [(i * 5, (i * 5) + 6)])]);
        await Cycles(360, _ => [("billing", [(100, 101)])]);
        (At().Status, At().Behind).ShouldBe((LagStatus.Ok, TimeLag.None));

        _fake.Lying[(Topic, 0, 100)] = new Peek(_clock.Now, OnlyMarkers: false);
        for (var i = 0; i < 6; i++)
        {
            await Cycles(1, _ => [("billing", [(100, 107)])]);
            At().Status.ShouldBe(LagStatus.Ok);
            At().Behind.Value!.Value.ShouldBeLessThan(TimeSpan.FromSeconds(80));
        }

        await Cycles(10, _ => [("billing", [(100, 107)])]);
        At().Status.ShouldBe(LagStatus.Stalled);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(500)]
    public async Task As_many_markers_as_a_sink_has_tasks_are_no_stop(int tasks)
    {
        _fake.Lying[(Topic, 0, 100)] = new Peek(null, OnlyMarkers: true);
        await Cycles(20, i => [("billing", [(i * 5, (i * 5) + 6)])]);

        await Cycles(20, _ => [("billing", [(100, 100 + tasks)])]);

        (At().Status, At().Behind).ShouldBe((LagStatus.Ok, TimeLag.None));
    }

    /// <summary>Whether its members read what was aborted isn't known; most that stand before it don't.</summary>
    [Theory]
    [InlineData("Stable", LagStatus.Ok)]
    [InlineData("Empty", LagStatus.Stopped)]
    public async Task Records_of_aborted_transactions_alone_are_no_stop_of_a_group_with_members(
        string members,
        LagStatus status
    )
    {
        _members = members;
        _fake.Lying[(Topic, 0, 100)] = new Peek(_clock.Now, OnlyMarkers: false, OnlyAborted: true);
        await Cycles(20, i => [("billing", [(i * 5, (i * 5) + 6)])]);

        await Cycles(60, _ => [("billing", [(100, 107)])]);

        At().Status.ShouldBe(status);
        At().Behind.IsNone.ShouldBe(status == LagStatus.Ok);
    }

    [Fact]
    public async Task What_an_open_transaction_wrote_is_looked_at_anew_when_the_end_moves()
    {
        _fake.Lying[(Topic, 0, 100)] = new Peek(_clock.Now, OnlyMarkers: false);
        await Cycles(20, i => [("billing", [(i * 5, (i * 5) + 6)])]);
        await Cycles(60, _ => [("billing", [(100, 106)])]);
        At().Status.ShouldBe(LagStatus.Stalled);

        _fake.Lying[(Topic, 0, 100)] = new Peek(_clock.Now, OnlyMarkers: false, OnlyAborted: true);
        await Cycles(8, _ => [("billing", [(100, 107)])]);

        At().Status.ShouldBe(LagStatus.Ok);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_of_aborted_transactions_count_once_the_last_member_has_left(bool isRestarted)
    {
        _fake.Lying[(Topic, 0, 100)] = new Peek(_clock.Now, OnlyMarkers: false, OnlyAborted: true);
        await Cycles(20, i => [("billing", [(i * 5, (i * 5) + 6)])]);
        await Cycles(60, _ => [("billing", [(100, 107)])]);
        At().Status.ShouldBe(LagStatus.Ok);
        if (isRestarted)
        {
            At().Recall(100, At().AnsweredAt, LagStatus.Ok, TimeLag.None);
        }

        _members = "Empty";
        await Cycles(20, _ => [("billing", [(100, 107)])]);

        At().Status.ShouldBe(LagStatus.Stopped);
    }

    [Fact]
    public void A_lag_that_was_markers_alone_before_a_restart_is_so_after_it()
    {
        var position = new Position();
        for (var i = 0; i < 90; i++)
        {
            position.Window.Observe(_clock.Now += Poll, 100, 101);
        }

        position.Recall(100, _clock.Now, LagStatus.Ok, TimeLag.None);

        position.Looked.ShouldNotBeNull().What.OnlyMarkers.ShouldBeTrue();
        position.Window.WaitingSince.ShouldBeNull();
    }

    [Fact]
    public async Task A_look_that_had_no_answer_is_taken_again_after_a_minute_and_counts_for_nothing()
    {
        await Cycles(20, i => [("billing", [(i * 5, (i * 5) + 6)])]);
        await Cycles(60, _ => [("billing", [(100, 101)])]);
        At().Status.ShouldBe(LagStatus.Stalled);
        At().Looked.ShouldBeNull();

        _fake.Lying[(Topic, 0, 100)] = new Peek(null, OnlyMarkers: true);
        await Cycles(8, _ => [("billing", [(100, 101)])]);

        At().Status.ShouldBe(LagStatus.Ok);
    }

    [Theory]
    [InlineData("Stable", LagStatus.Stalled)]
    [InlineData("Empty", LagStatus.Stopped)]
    public async Task What_may_not_be_looked_at_is_unknown_unless_it_is_too_much_to_be_markers_alone(
        string members,
        LagStatus status
    )
    {
        _members = members;
        _fake.Lying[(Topic, 0, 100)] = Refused;
        await Cycles(20, i => [("billing", [(i * 5, (i * 5) + 6)])]);
        for (var i = 0; i < 60; i++)
        {
            await Cycles(1, _ => [("billing", [(100, 101)])]);
            At().Status.ShouldBeOneOf(LagStatus.Ok, LagStatus.Unknown);
        }

        (At().Status, At().Behind).ShouldBe((LagStatus.Unknown, TimeLag.Unknown));

        await Cycles(1, _ => [("billing", [(100, 700)])]);

        At().Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(true, LagStatus.Ok)]
    [InlineData(false, LagStatus.Stalled)]
    public async Task Once_it_may_be_looked_at_it_is_within_a_minute(bool isMarkers, LagStatus status)
    {
        _fake.Lying[(Topic, 0, 100)] = Refused;
        await Cycles(20, i => [("billing", [(i * 5, (i * 5) + 6)])]);
        await Cycles(60, _ => [("billing", [(100, 101)])]);
        At().Status.ShouldBe(LagStatus.Unknown);

        _fake.Lying[(Topic, 0, 100)] = isMarkers
            ? new Peek(null, OnlyMarkers: true)
            : new Peek(_clock.Now, OnlyMarkers: false, IsCommitted: true);
        await Cycles(8, _ => [("billing", [(100, 101)])]);

        At().Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("Stable", LagStatus.Stalled)]
    [InlineData("Empty", LagStatus.Stopped)]
    public async Task What_was_deleted_before_it_could_be_looked_at_is_not_unknown_for_good(
        string members,
        LagStatus status
    )
    {
        _members = members;
        _fake.Lying[(Topic, 0, 100)] = Refused;
        await Cycles(20, i => [("billing", [(i * 5, (i * 5) + 6)])]);
        await Cycles(60, _ => [("billing", [(100, 101)])]);
        At().Status.ShouldBe(LagStatus.Unknown);

        _state.Topics[Topic].Partitions[0].First = 101;
        await Cycles(1, _ => [("billing", [(100, 101)])]);

        At().Status.ShouldBe(status);
    }

    [Fact]
    public void What_could_not_be_looked_at_before_a_restart_is_unknown_after_it()
    {
        var partition = new TrackedPartition();
        var position = new Position();
        for (var i = 0; i < 90; i++)
        {
            position.Window.Observe(_clock.Now += Poll, 100, 101);
        }

        position.Recall(100, _clock.Now, LagStatus.Unknown, TimeLag.Unknown);
        partition.Read(_clock.Now += Poll, 101);
        position.Read(_clock.Now, 100);
        position.Observe(_clock.Now, partition);
        position.Judge(_clock.Now, partition, hasMembers: true, null, new LagLimits(Poll), null);

        position.Status.ShouldBe(LagStatus.Unknown);
    }

    [Fact]
    public async Task Small_lags_that_stand_are_looked_at_while_a_group_works_off_a_backlog()
    {
        _fake.Lying[(Topic, 24, 100)] = new Peek(null, OnlyMarkers: true);

        await Cycles(
            60,
            i => [("backfill", Backlog(24, i)), ("billing", [i < 20 ? (i * 5, (i * 5) + 6) : (100, 101)])]
        );

        At("billing", 24).Status.ShouldBe(LagStatus.Ok);
    }

    [Fact]
    public async Task Ages_are_looked_at_in_turn_and_no_more_than_twenty_in_a_cycle()
    {
        var asked = new List<(int Partition, DateTimeOffset Cycle)>();
        _fake.Looking = partition => asked.Add((partition, _clock.Now));
        for (var i = 0; i < 6 * 50; i++)
        {
            _fake.Lying[(Topic, i % 50, i / 50 * 1_000L)] = new Peek(_clock.Now, OnlyMarkers: false);
        }

        await Cycles(6, i => [("backfill", Backlog(50, i))]);

        asked.GroupBy(a => a.Cycle).Max(c => c.Count()).ShouldBeLessThanOrEqualTo(20);
        asked.Select(a => a.Partition).Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public async Task Nothing_is_looked_at_where_what_lay_at_an_offset_was_deleted()
    {
        await Cycles(1, _ => [("billing", [(100, 5_000), (100, 5_000)])]);
        _state.Topics[Topic].Partitions[0].First = 4_000;
        var asked = new List<int>();
        _fake.Looking = asked.Add;

        await Cycles(20, _ => [("billing", [(100, 5_000), (100, 5_000)])]);

        asked.Distinct().ShouldBe([1]);
    }

    private static (long Committed, long End)[] Backlog(int partitions, int cycle) =>
        [.. Enumerable.Range(0, partitions).Select(_ => (cycle * 1_000L, 100_000_000L + (cycle * 10)))];

    private Position At(string group = "billing", int partition = 0) =>
        _state.Groups[group].Topics[Topic].Positions[partition]!;

    private async Task Cycles(int count, Func<int, (string Group, (long Committed, long End)[] At)[]> groups)
    {
        for (var i = 0; i < count; i++)
        {
            _clock.Now += Poll;
            var changes = new CollectorChanges();
            _state.Take(Reading(groups(i)), changes);
            if (_probe.Ask() is { } question)
            {
                (await question(CancellationToken.None))(_state, changes);
            }
        }
    }

    // Each group has partitions of its own, one after the other.
    private ClusterReading Reading((string Group, (long Committed, long End)[] At)[] groups)
    {
        var partition = 0;
        return new(
            _clock.Now,
            TimeSpan.FromMilliseconds(5),
            "engine-1",
            4,
            [],
            [
                new TopicReading(
                    "orders",
                    Topic,
                    false,
                    3,
                    [.. groups.SelectMany(g => g.At).Select(p => new PartitionReading(1, 3, p.End))]
                ),
            ],
            [
                .. groups.Select(g => new GroupReading(
                    g.Group,
                    GroupType.Classic,
                    _members,
                    true,
                    [.. g.At.Select(p => new CommitReading(0, partition++, p.Committed))]
                )),
            ],
            true,
            null
        );
    }

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
