using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Health.Snapshots;
using Portal.Core.Topics;

namespace Portal.Tests.Health;

/// <summary>Readers of committed records stand still while a transaction is open: that isn't their fault.</summary>
public sealed class HeldBackTests
{
    private const string Held = "An open transaction holds back what is unread";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5_000, true)]
    [InlineData(4_000, true)]
    [InlineData(5_001, false)]
    [InlineData(6_000, false)]
    [InlineData(null, false)]
    public void A_group_that_stands_where_an_open_transaction_begins_is_held_back_by_it(int? stable, bool isHeld)
    {
        var group = Group(stable);

        group.IsHeldBack.ShouldBe(isHeld);
        group.Reason.Contains(Held, StringComparison.Ordinal).ShouldBe(isHeld);
    }

    private static GroupSnapshot Group(long? stable)
    {
        var topic = new SeenTopicRow(
            1,
            "orders",
            Guid.Empty,
            1,
            1,
            false,
            ImmutableSortedDictionary<string, LiveConfig>.Empty,
            null,
            Now,
            Now,
            null
        );
        var partition = new PartitionSnapshot
        {
            Partition = 0,
            First = 0,
            End = 6_000,
            Stable = stable,
            Answered = true,
        };
        var position = new GroupPartition
        {
            Topic = "orders",
            Partition = 0,
            Status = LagStatus.Stalled,
            Committed = 5_000,
            End = 6_000,
            Lag = Amount.Of(1_000),
            Lost = 0,
            Behind = TimeLag.Of(TimeSpan.FromMinutes(5)),
            ConsumedPerSecond = 0,
            ProducedPerSecond = 10,
            MovedAt = Now.AddMinutes(-5),
            Answered = true,
        };
        return GroupReadout.Of(
            new SeenGroupRow("billing", GroupType.Classic, "Stable", 1, Now),
            [new GroupReadout.Place(position, partition, null, topic)],
            [],
            _ => Retention.ForEver,
            Now
        );
    }
}
