using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>A group's places on the partitions of one topic.</summary>
internal sealed class GroupTopic(TrackedTopic topic)
{
    // By partition: before what a share group is done with everything, when it was last read. Null for all others.
    private Dictionary<int, long>? _done;

    public TrackedTopic Topic => topic;

    /// <summary>By partition; null, or beyond its end, where it never committed.</summary>
    public Position?[] Positions { get; private set; } = [];

    public ImmutableArray<SeriesRun> Runs { get; set; } = [];

    /// <param name="done">
    /// Of a share group: everything before it is done. While that doesn't go back the group doesn't either: the broker counts what is left
    /// after the end was read, and so seems to find more of it at one time than at another.
    /// </param>
    public void Read(DateTimeOffset at, int partition, long place, long? done)
    {
        var position = At(partition);
        var isHeld = _done is not null && _done.TryGetValue(partition, out var before) && done >= before;
        position.Read(at, isHeld && position.Committed > place ? position.Committed.Value : place);
        if (done is { } now)
        {
            _done ??= [];
            _done[partition] = now;
        }
    }

    public Position At(int partition)
    {
        var tracked = topic.Partitions[partition];
        tracked.Ends ??= Begin(tracked);
        if (partition >= Positions.Length)
        {
            Grow(partition);
        }

        return Positions[partition] ??= new Position();
    }

    public void Forget(int partition)
    {
        if (partition < Positions.Length)
        {
            Positions[partition] = null;
        }
    }

    // No longer than the topic has partitions, which is how many most groups read.
    private void Grow(int partition)
    {
        var positions = Positions;
        Array.Resize(ref positions, Math.Max(partition + 1, Math.Min(2 * partition, topic.Partitions.Count)));
        Positions = positions;
    }

    private static EndHistory Begin(TrackedPartition partition)
    {
        var ends = new EndHistory();
        if (partition is { End: { } end, AnsweredAt: { } at })
        {
            ends.Add(at, end);
        }

        return ends;
    }
}
