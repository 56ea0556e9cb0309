using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Topics;

namespace Portal.Tests.Health;

public sealed class UnreadPreviewTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DataLoss _olderThanAnHour = new DataLoss.Beyond(3_600_000, null);

    [Fact]
    public void A_group_whose_oldest_unread_record_is_kept_loses_nothing() =>
        Lost(_olderThanAnHour, Place(5, TimeLag.Of(TimeSpan.FromMinutes(59)))).ShouldBe(0);

    [Fact]
    public void A_group_whose_oldest_unread_record_is_older_may_lose_it() =>
        Lost(_olderThanAnHour, Place(5, TimeLag.Of(TimeSpan.FromDays(3)))).ShouldBeNull();

    [Fact]
    public void An_age_that_is_only_a_least_one_is_not_known() =>
        Lost(_olderThanAnHour, Place(5, new TimeLag(TimeSpan.FromMinutes(10), AtLeast: true))).ShouldBeNull();

    [Fact]
    public void A_group_without_a_commit_on_a_partition_may_lose_what_is_in_it() =>
        Lost(_olderThanAnHour).ShouldBeNull();

    [Fact]
    public void A_position_that_was_not_answered_is_not_known() =>
        Lost(_olderThanAnHour, Place(0, TimeLag.None) with { Answered = false }).ShouldBeNull();

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(1L, null)]
    public void Whatever_compaction_removes_who_has_read_everything_loses_nothing(long lag, long? lost) =>
        Lost(new DataLoss.Unknown(), Place(lag, TimeLag.None)).ShouldBe(lost);

    private static long? Lost(DataLoss loss, params GroupPartition[] places) =>
        UnreadPreview
            .Of(
                loss,
                Topic,
                new Dictionary<string, GroupSnapshot>
                {
                    ["billing"] = new(
                        "billing",
                        GroupType.Classic,
                        "Empty",
                        0,
                        LagStatus.Ok,
                        Amount.Unknown,
                        TimeLag.Unknown,
                        new Drain.Unknown(),
                        null,
                        null,
                        null,
                        null,
                        _now,
                        _now,
                        _now,
                        [.. places]
                    ),
                }
            )
            .Single()
            .Records;

    private static TopicSnapshot Topic { get; } =
        new(
            "orders",
            Guid.Empty,
            1,
            false,
            ImmutableSortedDictionary<string, LiveConfig>.Empty,
            LagStatus.Ok,
            1000,
            100,
            0,
            0,
            [
                new PartitionSnapshot
                {
                    Partition = 0,
                    First = 0,
                    End = 100,
                    Answered = true,
                },
                new PartitionSnapshot
                {
                    Partition = 1,
                    First = 7,
                    End = 7,
                    Answered = true,
                },
            ],
            ["billing"],
            _now,
            _now
        );

    private static GroupPartition Place(long lag, TimeLag behind) =>
        new()
        {
            Topic = "orders",
            Partition = 0,
            Status = LagStatus.Ok,
            Committed = 100 - lag,
            End = 100,
            Lag = Amount.Of(lag),
            Behind = behind,
            ConsumedPerSecond = 0,
            ProducedPerSecond = 0,
            MovedAt = null,
            Answered = true,
        };
}
