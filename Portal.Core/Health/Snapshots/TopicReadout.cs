namespace Portal.Core.Health.Snapshots;

/// <summary>Sums a topic up from its partitions and its readers. Pure.</summary>
internal static class TopicReadout
{
    /// <summary>A group and its places on the topic.</summary>
    public sealed record Reader(string Name, GroupPartition[] Places);

    public static TopicSnapshot Of(
        SeenTopicRow topic,
        PartitionSnapshot[] partitions,
        IEnumerable<Reader> readers,
        DateTimeOffset? settingsAt
    )
    {
        var here = readers.ToList();
        var own = partitions.All(p => p.Answered) ? LagStatus.Ok : LagStatus.Unknown;
        return new TopicSnapshot(
            topic.Name,
            topic.TopicId,
            topic.Replication,
            topic.IsInternal,
            topic.Configs,
            here.SelectMany(r => r.Places.Select(p => p.Status)).Append(own).Max(),
            topic.Bytes,
            Sum(partitions, p => p.First is { } first && p.End is { } end && p.Answered ? end - first : null),
            Sum(partitions, p => p.ProducedPerSecond),
            here.Count == 0 ? null : Sum(here.SelectMany(r => r.Places).ToArray(), p => p.ConsumedPerSecond),
            [.. partitions],
            [
                .. here.OrderByDescending(r => r.Places.Max(p => p.Status))
                    .ThenByDescending(r => r.Places.Sum(p => p.Lag.Value ?? 0))
                    .ThenBy(r => r.Name, StringComparer.Ordinal)
                    .Select(r => r.Name),
            ],
            topic.FirstSeenAt,
            topic.ConfigsReadAt ?? settingsAt ?? topic.SeenAt
        );
    }

    private static long? Sum<T>(IReadOnlyCollection<T> parts, Func<T, long?> of) =>
        parts.Any(p => of(p) is null) ? null : parts.Sum(p => of(p)!.Value);

    private static double? Sum<T>(IReadOnlyCollection<T> parts, Func<T, double?> of) =>
        parts.Any(p => of(p) is null) ? null : parts.Sum(p => of(p)!.Value);
}
