using Portal.Core.Health.Readings;

namespace Portal.Core.Health.Snapshots;

/// <summary>Reads single partitions and positions out of the newest frames.</summary>
internal sealed class PartitionReadout(RecentFrames frames, DateTimeOffset cycleAt)
{
    public PartitionSnapshot Partition(IEnumerable<SeriesRun> runs, int partition)
    {
        if (Find(runs, partition) is not var (frame, run, slot))
        {
            return new PartitionSnapshot(partition, null, null, null, null, null, null, false, null);
        }

        return new PartitionSnapshot(
            partition,
            (int?)Known(frame.Of(TopicColumn.Leader, slot)),
            (int?)Known(frame.Of(TopicColumn.InSync, slot)),
            Known(frame.Of(TopicColumn.First, slot)),
            Known(frame.Of(TopicColumn.End, slot)),
            Known(frame.Of(TopicColumn.Stable, slot)),
            frames.Rate(run.Chunk, slot, (int)TopicColumn.End, (int)TopicColumn.Answered),
            frame.Of(TopicColumn.Answered, slot) == AnswerTime.InThisCycle && frame.At == cycleAt,
            AnswerTime.Unpack(frame.Of(TopicColumn.Answered, slot), frame.At)
        );
    }

    /// <summary>The size of the partition's largest replica; null when not told.</summary>
    public long? Bytes(IEnumerable<SeriesRun> runs, int partition) =>
        Find(runs, partition) is var (frame, _, slot) ? Known(frame.Of(TopicColumn.Bytes, slot)) : null;

    /// <summary>Null where the group has no place on the partition.</summary>
    public GroupPartition? Position(SeriesRun run, int partition, string topic, PartitionSnapshot of)
    {
        if (
            Find([run], partition) is not var (frame, _, slot)
            || Known(frame.Of(GroupColumn.Committed, slot)) is not { } committed
        )
        {
            return null;
        }

        var answered = frame.Of(GroupColumn.Answered, slot) == AnswerTime.InThisCycle && frame.At == cycleAt;
        return new GroupPartition(
            topic,
            partition,
            answered ? (LagStatus)frame.Of(GroupColumn.Status, slot) : LagStatus.Unknown,
            committed,
            of.End,
            answered && frame.IsJudged(slot) && of.End is { } end
                ? Amount.Of(Math.Max(0, end - committed))
                : Amount.Unknown,
            answered && frame.IsJudged(slot)
                ? BehindColumn.Unpack(frame.Of(GroupColumn.Behind, slot), frame.At)
                : TimeLag.Unknown,
            frames.Rate(run.Chunk, slot, (int)GroupColumn.Committed, (int)GroupColumn.Answered),
            of.ProducedPerSecond,
            frames.MovedAt(run.Chunk, slot) ?? MovedColumn.Unpack(frame.Of(GroupColumn.Moved, slot), frame.At),
            answered,
            AnswerTime.Unpack(frame.Of(GroupColumn.Answered, slot), frame.At)
        );
    }

    private (Frame Frame, SeriesRun Run, int Slot)? Find(IEnumerable<SeriesRun> runs, int partition)
    {
        foreach (var run in runs)
        {
            if (run.Holds(partition) && frames.Newest(run.Chunk) is { } frame && run.SlotOf(partition) < frame.Length)
            {
                return (frame, run, run.SlotOf(partition));
            }
        }

        return null;
    }

    private static long? Known(long value) => value == Column.Absent ? null : value;
}
