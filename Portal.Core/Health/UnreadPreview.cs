using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <summary>
/// Whether a cut takes what a group hasn't read, out of a snapshot. It knows how old the oldest unread record is, not where the cut
/// lies: that something is lost, and how much, only the binding plan can tell.
/// </summary>
internal static class UnreadPreview
{
    public static ImmutableArray<UnreadLoss> Of(
        DataLoss loss,
        TopicSnapshot topic,
        IReadOnlyDictionary<string, GroupSnapshot> groups
    ) => [.. topic.Readers.Select(group => new UnreadLoss(group, Of(loss, topic, groups[group])))];

    private static long? Of(DataLoss loss, TopicSnapshot topic, GroupSnapshot group)
    {
        var places = group.Partitions.Where(part => part.Topic == topic.Name).ToDictionary(part => part.Partition);
        return topic.Partitions.All(held =>
            IsEmpty(held) || (places.GetValueOrDefault(held.Partition) is { } place && LosesNothing(loss, place))
        )
            ? 0
            : null;
    }

    private static bool IsEmpty(PartitionSnapshot held) => held is { First: { } first, End: { } end } && first == end;

    private static bool LosesNothing(DataLoss loss, GroupPartition place) =>
        place.Answered && (place.Lag == Amount.Of(0) || IsYounger(loss, place.Behind));

    private static bool IsYounger(DataLoss loss, TimeLag behind) =>
        loss is DataLoss.Beyond { Milliseconds: { } kept, Bytes: null }
        && behind is { Value: { } age, AtLeast: false }
        && age.TotalMilliseconds <= kept;
}
