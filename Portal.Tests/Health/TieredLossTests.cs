using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Health.Snapshots;
using Portal.Core.Topics;

namespace Portal.Tests.Health;

/// <summary>
/// How soon a size limit removes records can't be seen where only a part of them lies on the brokers' disks, nor how soon a group loses some where only
/// a part of its partitions is known.
/// </summary>
public sealed class TieredLossTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_size_on_disk_tells_when_newer_records_push_out_the_oldest_unread() =>
        // 100 bytes a record: 100,000 of 200,000 are unread, 1,000 a second arrive.
        DataLossIn("false").ShouldBe(TimeSpan.FromSeconds(100));

    [Fact]
    public void With_tiered_storage_it_tells_nothing() => DataLossIn("true").ShouldBeNull();

    [Fact]
    public void A_size_of_nothing_was_not_measured_yet() => DataLossIn("false", bytes: 0).ShouldBeNull();

    [Fact]
    public void While_one_of_its_partitions_is_unknown_a_group_may_lose_something_sooner() =>
        DataLossIn("false", hasUnknown: true).ShouldBeNull();

    [Fact]
    public void And_while_one_is_assigned_without_a_commit_unless_all_of_it_is_kept()
    {
        DataLossIn("false", uncommitted: "orders").ShouldBeNull();
        DataLossIn("false", uncommitted: "notes").ShouldBe(TimeSpan.FromSeconds(100));
    }

    // The topic "notes" is kept forever.
    private static TimeSpan? DataLossIn(
        string remote,
        long bytes = 600_000,
        bool hasUnknown = false,
        string? uncommitted = null
    )
    {
        var configs = new Dictionary<string, LiveConfig>
        {
            ["remote.storage.enable"] = new(remote, false),
            ["retention.bytes"] = new("200000", false),
            ["retention.ms"] = new("86400000", false),
        };
        var topic = new SeenTopicRow(
            1,
            "orders",
            Guid.Empty,
            1,
            1,
            false,
            configs.ToImmutableSortedDictionary(StringComparer.Ordinal),
            bytes,
            Now,
            Now,
            null
        );
        var partition = new PartitionSnapshot
        {
            Partition = 0,
            First = 0,
            End = 6_000,
            ProducedPerSecond = 10,
            Answered = true,
        };
        var position = new GroupPartition
        {
            Topic = "orders",
            Partition = 0,
            Status = LagStatus.FallingBehind,
            Committed = 5_000,
            End = 6_000,
            Lag = Amount.Of(1_000),
            Lost = 0,
            Behind = TimeLag.Of(TimeSpan.FromMinutes(2)),
            ConsumedPerSecond = 5,
            ProducedPerSecond = 10,
            MovedAt = Now,
            Answered = true,
        };
        var unknown = position with
        {
            Partition = 1,
            Status = LagStatus.Unknown,
            Lag = Amount.Unknown,
            Lost = null,
            Behind = TimeLag.Unknown,
            Answered = false,
        };
        GroupPartition[] positions = hasUnknown ? [position, unknown] : [position];
        return GroupReadout
            .Of(
                new SeenGroupRow("billing", GroupType.Classic, "Stable", 1, Now),
                [.. positions.Select(p => new GroupReadout.Place(p, partition, bytes, topic))],
                uncommitted is null ? [] : [new Uncommitted(uncommitted, 1)],
                name => name == "notes" ? Retention.ForEver : Retention.Of(topic.Configs),
                Now
            )
            .DataLossIn;
    }
}
