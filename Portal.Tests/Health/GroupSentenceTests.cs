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
