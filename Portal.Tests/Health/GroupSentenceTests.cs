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
        new(
            "page-views",
            partition,
            LagStatus.Ok,
            0,
            lag,
            lag is { } known ? Amount.Of(known) : Amount.Unknown,
            TimeLag.Unknown,
            0,
            0,
            Now,
            lag is not null,
            Now
        );
}
