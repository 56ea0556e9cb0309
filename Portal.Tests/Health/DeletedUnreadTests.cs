using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Health.Snapshots;
using Portal.Core.Topics;
using Portal.Workers.Collecting;

namespace Portal.Tests.Health;

/// <summary>Records that were deleted before a group read them are part of its lag, but nobody can read them any more.</summary>
public sealed class DeletedUnreadTests
{
    private const int Topics = 1;
    private const int Groups = 2;
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeLag Day = TimeLag.Of(TimeSpan.FromDays(1));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(500, 0)]
    [InlineData(9_500, 9_000)]
    [InlineData(10_000, 9_500)]
    public void What_was_deleted_of_a_lag_lies_before_the_first_offset(long first, long lost)
    {
        var group = Group(LagStatus.Stalled, committed: 500, first, end: 10_000, Day);

        group.Lag.ShouldBe(Amount.Of(9_500));
        group.Lost.ShouldBe(Amount.Of(lost));
        group.Unread.ShouldBe(Amount.Of(9_500 - lost));
    }

    [Fact]
    public void A_marker_that_is_gone_was_no_message()
    {
        var group = Group(LagStatus.Ok, committed: 500, first: 501, end: 501, TimeLag.None);

        group.Lost.ShouldBe(Amount.Of(0));
        group.DataLossIn.ShouldBeNull();
    }

    [Fact]
    public void A_record_that_has_waited_for_a_moment_is_no_marker()
    {
        var group = Group(
            LagStatus.Ok,
            committed: 9_997,
            first: 0,
            end: 10_000,
            TimeLag.Of(TimeSpan.FromMilliseconds(3))
        );

        group.DataLossIn.ShouldBe(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public void Of_a_partition_whose_first_offset_is_unknown_no_loss_is_known()
    {
        var group = Group(LagStatus.Stalled, committed: 500, first: null, end: 10_000, Day);

        group.Lost.ShouldBe(Amount.Unknown);
        group.Unread.ShouldBe(Amount.Of(9_500));
    }

    [Fact]
    public void The_reason_counts_what_can_still_be_read_and_what_cannot() =>
        Group(LagStatus.Stopped, committed: 500, first: 9_500, end: 10_000, Day)
            .Reason.ShouldEndWith(
                " while 500 messages are unread. Of its lag, 9,000 messages were deleted before they were read."
            );

    [Fact]
    public void Where_all_of_it_is_gone_nothing_counts_as_unread()
    {
        var group = Group(LagStatus.Stopped, committed: 500, first: 10_000, end: 10_000, Day);

        group.Reason.ShouldEndWith(
            ". Of its lag, 9,500 messages were deleted before they were read: nothing is left to read."
        );
        group.Reason.ShouldNotContain("are unread");
        group.Drain.ShouldBe(new Drain.Done());
        group.Behind.ShouldBe(TimeLag.None);
        group.DataLossIn.ShouldBeNull();
    }

    [Fact]
    public void The_oldest_unread_record_is_the_oldest_that_is_left()
    {
        var partition = new TrackedPartition { Ends = new EndHistory() };
        var position = new Position();
        foreach (var minute in Enumerable.Range(0, 101))
        {
            var at = Now.AddMinutes(minute);
            partition.Read(at, 100 * minute);
            position.Read(at, 500);
            position.Observe(at, partition);
        }

        position.Behind.Value!.Value.TotalMinutes.ShouldBe(95, tolerance: 0.1);
        partition.First = 9_500;
        position.Observe(Now.AddMinutes(100), partition);

        position.Behind.Value!.Value.TotalMinutes.ShouldBe(5, tolerance: 0.1);
    }

    private static GroupSnapshot Group(LagStatus status, long committed, long? first, long end, TimeLag behind)
    {
        var frames = new RecentFrames();
        frames.Add(
            new CycleFrames(
                Now,
                new Dictionary<int, Frame>
                {
                    [Topics] = Frame([end, AnswerTime.InThisCycle, first ?? Column.Absent, end, 1, 1, Column.Absent]),
                    [Groups] = Frame([
                        committed,
                        AnswerTime.InThisCycle,
                        Column.Absent,
                        BehindColumn.Pack(behind, Now),
                        (long)status,
                        Column.Absent,
                    ]),
                }
            )
        );
        var readout = new PartitionReadout(frames, Now);
        var partition = readout.Partition([new SeriesRun(Topics, 0, 1, 1, 0, null, Now)], 0);
        var position = readout.Position(new SeriesRun(Groups, 0, 1, 1, 0, "billing", Now), 0, "orders", partition);
        var topic = new SeenTopicRow(
            1,
            "orders",
            Guid.Empty,
            1,
            1,
            false,
            ImmutableSortedDictionary<string, LiveConfig>.Empty.Add("retention.ms", new LiveConfig("604800000", false)),
            null,
            Now,
            Now,
            null
        );
        return GroupReadout.Of(
            new SeenGroupRow("billing", GroupType.Classic, "Empty", 0, Now),
            [new GroupReadout.Place(position.ShouldNotBeNull(), partition, null, topic)],
            [],
            _ => Retention.ForEver,
            Now
        );
    }

    private static Frame Frame(long[] values) => new(Now, [.. values.Select(value => new[] { value })]);
}
