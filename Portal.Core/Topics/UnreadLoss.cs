using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Topics;

/// <summary>What of a topic is deleted before a group has read it.</summary>
/// <param name="Records">About how many; null when its position, or what is deleted, isn't known.</param>
public sealed record UnreadLoss(string Group, long? Records)
{
    /// <summary>The suspended job that commits as this group, where no commits of the group are known; null: it is any group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Job { get; init; }

    /// <summary>
    /// Of suspended jobs whose group has no commits: Kafka deletes those of a group that nobody is in, and the job goes on from its savepoint all the same.
    /// What group a program commits as isn't known.
    /// </summary>
    /// <param name="jobs">Those that name the topic.</param>
    public static IEnumerable<UnreadLoss> OfSuspended(
        IEnumerable<TopicJob> jobs,
        ImmutableArray<ReaderEvidence> readers
    ) =>
        from job in jobs
        where job is { IsSuspended: true, Reads: true, Group: not null }
        where !readers.Any(reader => reader.Group == job.Group)
        select new UnreadLoss(job.Group!, null) { Job = job.Name };

    /// <param name="held">By partition; null when the cluster didn't answer.</param>
    public static ImmutableArray<UnreadLoss> Of(
        DataLoss loss,
        IReadOnlyDictionary<int, PartitionHolding>? held,
        SeenReaders seen
    ) =>
        [
            .. seen.Groups.Select(reader => new UnreadLoss(
                reader.Group,
                OfGroup(loss, held, seen.Committed?.GetValueOrDefault(reader.Group))
            )),
        ];

    private static long? OfGroup(
        DataLoss loss,
        IReadOnlyDictionary<int, PartitionHolding>? held,
        IReadOnlyDictionary<int, long>? committed
    )
    {
        var lost = held?.Select(p => OfPartition(loss, p.Value, Committed(committed, p.Key))).ToList();
        return lost is null || lost.Contains(null) ? null : lost.Sum();
    }

    private static long? Committed(IReadOnlyDictionary<int, long>? committed, int partition) =>
        committed is not null && committed.TryGetValue(partition, out var at) ? at : null;

    private static long? OfPartition(DataLoss loss, PartitionHolding held, long? committed)
    {
        if (held is not { First: { } first, End: { } end })
        {
            return null;
        }

        if (DataLossEstimate.RecordsOf(loss, held) is not { } lost)
        {
            // Whatever goes: who has read everything loses nothing.
            return first == end || committed >= end ? 0 : null;
        }

        if (lost == 0)
        {
            return 0;
        }

        return committed is { } at ? lost - Math.Clamp(at - first, 0, lost) : null;
    }
}
