using System.Collections.Immutable;

namespace Portal.Core.Health.Snapshots;

/// <summary>
/// A cluster whose newest readings can't be read: all of it is unknown, with the figures and times of what was read
/// before. Pure.
/// </summary>
internal static class LastKnown
{
    private const string Why = "What was collected last can't be read. It shows again with readings that can be.";

    /// <param name="known">Null: nothing of it was ever read.</param>
    public static ClusterSnapshot Of(CollectorRow row, ClusterSnapshot? known)
    {
        var topics = known?.Topics ?? ImmutableSortedDictionary.Create<string, TopicSnapshot>(StringComparer.Ordinal);
        var groups = known?.Groups ?? ImmutableSortedDictionary.Create<string, GroupSnapshot>(StringComparer.Ordinal);
        return new ClusterSnapshot(
            row.Id,
            row.Name,
            row.Environment,
            row.Region,
            row.IsLocal,
            row.Version,
            row.Collector with
            {
                Complaint = Why,
                UnknownPartitions = topics.Values.Sum(topic => topic.Partitions.Length),
            },
            [.. (known?.Brokers ?? []).Select(broker => broker with { Answers = false })],
            topics.ToImmutableSortedDictionary(
                t => t.Key,
                t => Unknown(t.Value, known!.Collector.CycleAt),
                StringComparer.Ordinal
            ),
            groups.ToImmutableSortedDictionary(g => g.Key, g => Unknown(g.Value), StringComparer.Ordinal)
        )
        {
            HasKafka = row.HasKafka,
        };
    }

    private static TopicSnapshot Unknown(TopicSnapshot topic, DateTimeOffset? cycleAt) =>
        topic with
        {
            Status = LagStatus.Unknown,
            Records = null,
            ProducedPerSecond = null,
            ConsumedPerSecond = null,
            Partitions =
            [
                .. topic.Partitions.Select(p =>
                    p with
                    {
                        ProducedPerSecond = null,
                        Answered = false,
                        LastAnsweredAt = p.AnsweredAt(cycleAt),
                    }
                ),
            ],
        };

    private static GroupSnapshot Unknown(GroupSnapshot group) =>
        group with
        {
            Status = LagStatus.Unknown,
            Lag = Amount.Unknown,
            Behind = TimeLag.Unknown,
            Drain = new Drain.Unknown(),
            DataLossIn = null,
            Skew = null,
            ConsumedPerSecond = null,
            ProducedPerSecond = null,
            Partitions = [.. group.Partitions.Select(place => Unknown(place, group.CycleAt))],
            Membership = group.Membership is { } members ? members with { Answered = false } : null,
        };

    private static GroupPartition Unknown(GroupPartition place, DateTimeOffset cycleAt) =>
        place with
        {
            Status = LagStatus.Unknown,
            Lag = Amount.Unknown,
            Lost = null,
            Behind = TimeLag.Unknown,
            ConsumedPerSecond = null,
            ProducedPerSecond = null,
            Answered = false,
            LastAnsweredAt = place.AnsweredAt(cycleAt),
        };
}
