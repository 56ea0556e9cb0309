using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Web.Features.Groups;

namespace Portal.Tests.Health;

/// <summary>What is said of a group agrees with its figures.</summary>
public sealed class GroupSentenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_needs_long_for_what_is_unread_is_catching_up_and_doesnt_keep_up()
    {
        Group(new Drain.In(TimeSpan.FromHours(2)), 12_000).Reason.ShouldStartWith("It is catching up: ");
        Group(new Drain.In(TimeSpan.FromSeconds(3)), 12).Reason.ShouldStartWith("It keeps up: ");
    }

    [Fact]
    public void What_falls_behind_is_not_said_to_keep_up()
    {
        var slow = Group(new Drain.Never(), 12_000) with { ConsumedPerSecond = 151, ProducedPerSecond = 156 };

        GroupWords.DrainsIn(slow).ShouldBe("keeps up");
        GroupWords.DrainsIn(slow with { Status = LagStatus.FallingBehind }).ShouldBe("not at this rate");
    }

    [Fact]
    public void Who_reads_a_little_less_than_arrives_keeps_up_only_while_what_is_unread_is_young()
    {
        var slow = Group(new Drain.Never(), 541_559) with
        {
            ConsumedPerSecond = 950,
            ProducedPerSecond = 1_000,
            Behind = TimeLag.Of(TimeSpan.FromMinutes(9)),
        };

        slow.Reason.ShouldBe(
            "541,559 messages behind; it reads 950/s while 1,000/s arrive; it doesn't count as falling behind yet."
        );
        GroupWords.DrainsIn(slow).ShouldBe("not at this rate");
        GroupWords.DrainsIn(slow with { Behind = TimeLag.Of(TimeSpan.FromSeconds(9)) }).ShouldBe("keeps up");
    }

    [Fact]
    public void Who_read_less_than_arrived_on_one_partition_for_a_minute_catches_up_all_the_same()
    {
        var group = Group(new Drain.In(TimeSpan.FromSeconds(2_000)), 60_000, 20_000);
        group = group with
        {
            ConsumedPerSecond = 240,
            ProducedPerSecond = 200,
            Partitions =
            [
                .. group.Partitions.Select(
                    (p, i) => p with { ConsumedPerSecond = i == 0 ? 80 : 160, ProducedPerSecond = 100 }
                ),
            ],
        };

        group.Reason.ShouldBe(
            "It is catching up: 80,000 messages behind; it reads 240/s while 200/s arrive, in the last minute less than arrives on 1 of the 2 partitions it reads."
        );
        (group with { ConsumedPerSecond = 100, Drain = new Drain.Never() }).Reason.ShouldStartWith(
            "80,000 messages behind; it reads 100/s while 200/s arrive, in the last minute less than arrives on 1 of"
        );
        (group with { ConsumedPerSecond = null }).Reason.ShouldBe("It is catching up: 80,000 messages behind.");
    }

    [Fact]
    public void What_is_read_again_is_at_most_what_is_unread_where_an_offset_was_reset()
    {
        var group = Group(new Drain.Unknown(), 433, 1_000_000);
        group = group with
        {
            Status = LagStatus.Rewound,
            Partitions =
            [
                .. group.Partitions.Select((p, i) => p with { Status = i == 0 ? LagStatus.Rewound : LagStatus.Ok }),
            ],
        };

        group.Reason.ShouldBe(
            "Its offset was reset backwards on 1 of the 2 partitions it reads: up to 433 messages to read again."
        );
    }

    [Theory]
    [InlineData(LagStatus.FallingBehind, "Its lag keeps growing on 1 of the 2 partitions it reads")]
    [InlineData(LagStatus.Rewound, "It isn't catching up")]
    public void A_reset_does_not_hide_that_it_reads_less_than_arrives(LagStatus other, string words)
    {
        var group = Group(new Drain.Never(), 400, 600);
        group = group with
        {
            Status = LagStatus.Rewound,
            ConsumedPerSecond = 40,
            ProducedPerSecond = 50,
            Partitions =
            [
                .. group.Partitions.Select(
                    (p, i) => p with { Status = i == 0 ? LagStatus.Rewound : other, ConsumedPerSecond = 20 }
                ),
            ],
        };

        group.Reason.ShouldStartWith("Its offset was reset backwards");
        group.Reason.ShouldEndWith(
            $" messages to read again. {words}: 1,000 messages behind; it reads 40/s while 50/s arrive."
        );
        GroupWords.Short(group, Now).ShouldBe("offset reset backwards, not catching up");
        IsListedAsFallingBehind(group).ShouldBeTrue();
    }

    [Fact]
    public void Who_was_reset_and_catches_up_or_has_read_nothing_since_is_not_said_to_fall_behind()
    {
        var group = Group(new Drain.In(TimeSpan.FromHours(1)), 400);
        group = group with
        {
            Status = LagStatus.Rewound,
            ConsumedPerSecond = 500,
            ProducedPerSecond = 50,
            Partitions = [.. group.Partitions.Select(p => p with { Status = LagStatus.Rewound })],
        };

        group.Reason.ShouldBe(
            "Its offset was reset backwards: up to 400 messages to read again; it reads 500/s while 50/s arrive."
        );
        GroupWords.Short(group, Now).ShouldBe("offset reset backwards");
        IsListedAsFallingBehind(group).ShouldBeFalse();
        IsListedAsFallingBehind(group with { Drain = new Drain.Never(), ConsumedPerSecond = 0 }).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(null)]
    public void In_the_minute_after_a_reset_of_a_partition_the_rate_of_the_others_is_no_falling_behind(double? reads)
    {
        var group = Reset(LagStatus.Ok, reads) with { ConsumedPerSecond = 40, ProducedPerSecond = 50 };

        GroupWords.Short(group, Now).ShouldBe("offset reset backwards");
        IsListedAsFallingBehind(group).ShouldBeFalse();
    }

    [Fact]
    public void Who_falls_behind_on_another_partition_is_listed_so_though_a_reset_group_read_nothing_for_a_minute()
    {
        var group = Reset(LagStatus.FallingBehind, 0) with { ConsumedPerSecond = 0, ProducedPerSecond = 50 };

        GroupWords.Short(group, Now).ShouldBe("offset reset backwards, not catching up");
        IsListedAsFallingBehind(group).ShouldBeTrue();
    }

    [Fact]
    public void What_falls_behind_has_its_lag_of_half_an_hour_ago_beside_it()
    {
        var trend = Trend.None;
        for (var minute = 40; minute >= 0; minute--)
        {
            trend = trend.With(Now.AddMinutes(-minute), 100_000 - (minute * 1_000));
        }

        var falls = Group(new Drain.Never(), 100_000) with { Status = LagStatus.FallingBehind, Trend = trend };

        falls.Reason.ShouldStartWith(
            "Its lag keeps growing on 0 of the 1 partitions it reads: 100,000 messages behind, up from 70,000 within 30\u00A0min"
        );
        (falls with { Trend = Trend.None }).Reason.ShouldNotContain("up from");
    }

    [Theory]
    [InlineData(LagStatus.Stalled, "It has 1 member, but nothing was committed on 2", "no commit on 2")]
    [InlineData(LagStatus.Stopped, "It has no members and committed nothing on 2", "no members, no commit on 2")]
    public void Since_when_nothing_is_committed_is_by_its_newest_commit_where_something_waits(
        LagStatus status,
        string reason,
        string words
    )
    {
        // The first is fed once a night; the third has nothing that waits.
        DateTimeOffset[] moved = [Now.AddHours(-23), Now.AddMinutes(-12), Now.AddSeconds(-3)];
        var group = Group(new Drain.Never(), 900_000, 120, 0);
        group = group with
        {
            Status = status,
            Partitions =
            [
                .. group.Partitions.Select(
                    (p, i) => p with { Status = i < 2 ? status : LagStatus.Ok, MovedAt = moved[i] }
                ),
            ],
        };

        group.Reason.ShouldStartWith($"{reason} of the 3 partitions it reads for 12\u00A0min while ");
        GroupWords.Short(group, Now).ShouldBe($"{words} of 3 partitions for 12\u00A0min");
    }

    [Fact]
    public void What_may_not_be_read_is_no_reason_while_another_partition_does_not_answer()
    {
        var group = Group(new Drain.Unknown(), 1, null, 0);
        group = group with
        {
            Status = LagStatus.Unknown,
            Partitions =
            [
                .. group.Partitions.Select(
                    (p, i) =>
                        p with
                        {
                            Status = i < 2 ? LagStatus.Unknown : LagStatus.Ok,
                            LastAnsweredAt = p.Answered ? null : Now.AddMinutes(-5),
                        }
                ),
            ],
        };

        group.Reason.ShouldBe("Its lag is unknown on 1 of the 3 partitions it reads, last seen 5\u00A0min ago.");
        (group with { Partitions = group.Partitions.RemoveAt(1) }).Reason.ShouldStartWith(
            "Whether it has stopped on 1 of the 2 partitions it reads is unknown: "
        );
    }

    [Fact]
    public void No_partition_holds_most_of_a_lag_that_is_small()
    {
        GroupWords.Hoarder(Group(new Drain.Unknown(), 900, 1)).ShouldNotBeNull().Percent.ShouldBe(99);
        GroupWords.Hoarder(Group(new Drain.Unknown(), 1, 0)).ShouldBeNull();
    }

    private static bool IsListedAsFallingBehind(GroupSnapshot group) =>
        new GroupQuery(null, null, [], ["behind"], []).Takes(
            new GroupRow(new ClusterId(1), "prod-eu-1", "prod", group, [])
        );

    /// <summary>Of two partitions the first was reset, and is read so fast.</summary>
    private static GroupSnapshot Reset(LagStatus other, double? reads)
    {
        var group = Group(new Drain.Never(), 400, 600);
        return group with
        {
            Status = LagStatus.Rewound,
            Partitions =
            [
                .. group.Partitions.Select(
                    (p, i) =>
                        i == 0
                            ? p with
                            {
                                Status = LagStatus.Rewound,
                                ConsumedPerSecond = reads,
                            }
                            : p with
                            {
                                Status = other,
                            }
                ),
            ],
        };
    }

    private static GroupSnapshot Group(Drain drain, params long?[] lags)
    {
        var partitions = lags.Select(Place).ToList();
        return new GroupSnapshot(
            "reporting",
            GroupType.Classic,
            "Stable",
            1,
            LagStatus.Ok,
            Amount.Sum(partitions.Select(p => p.Lag)),
            TimeLag.Unknown,
            drain,
            null,
            null,
            null,
            null,
            Now,
            Now,
            Now,
            [.. partitions]
        );
    }

    private static GroupPartition Place(long? lag, int partition) =>
        new()
        {
            Topic = "page-views",
            Partition = partition,
            Status = LagStatus.Ok,
            Committed = 0,
            End = lag,
            Lag = lag is { } known ? Amount.Of(known) : Amount.Unknown,
            Behind = TimeLag.Unknown,
            ConsumedPerSecond = 0,
            ProducedPerSecond = 0,
            MovedAt = Now,
            Answered = lag is not null,
            LastAnsweredAt = lag is null ? Now : null,
        };
}
