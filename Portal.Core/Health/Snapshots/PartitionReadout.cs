using Portal.Core.Health.Readings;

namespace Portal.Core.Health.Snapshots;

/// <summary>Reads single partitions and positions out of the newest frames.</summary>
internal sealed class PartitionReadout(RecentFrames frames, DateTimeOffset cycleAt)
{
    public PartitionSnapshot Partition(IEnumerable<SeriesRun> runs, int partition)
    {
        if (Find(runs, partition) is not var (frame, run, slot))
        {
            return new PartitionSnapshot { Partition = partition };
        }

        var answered = frame.Of(TopicColumn.Answered, slot) == AnswerTime.InThisCycle && frame.At == cycleAt;
        return new PartitionSnapshot
        {
            Partition = partition,
            Leader = (int?)Known(frame.Of(TopicColumn.Leader, slot)),
            InSync = (int?)Known(frame.Of(TopicColumn.InSync, slot)),
            First = Known(frame.Of(TopicColumn.First, slot)),
            End = Known(frame.Of(TopicColumn.End, slot)),
            Stable = Known(frame.Of(TopicColumn.Stable, slot)),
            // Frames don't age: while nobody collects, the newest two are still those of its last minute.
            ProducedPerSecond = answered
                ? frames.Rate(run.Chunk, slot, (int)TopicColumn.End, (int)TopicColumn.Answered)
                : null,
            Answered = answered,
            LastAnsweredAt = answered ? null : AnswerTime.Unpack(frame.Of(TopicColumn.Answered, slot), frame.At),
        };
    }

    /// <summary>The size of the partition's largest replica; null when not told.</summary>
    public long? Bytes(IEnumerable<SeriesRun> runs, int partition) =>
        Find(runs, partition) is var (frame, _, slot) ? Known(frame.Of(TopicColumn.Bytes, slot)) : null;

    /// <summary>The group has a commit there that a former version of its job made: see <see cref="Frame.IsFormer"/>.</summary>
    public bool IsFormer(SeriesRun run, int partition) =>
        Find([run], partition) is var (frame, _, slot)
        && frame.Of(GroupColumn.Committed, slot) != Column.Absent
        && frame.IsFormer(slot);

    /// <summary>Null where the group has no place on the partition, and where it has a former one.</summary>
    public GroupPartition? Position(SeriesRun run, int partition, string topic, PartitionSnapshot of)
    {
        if (
            Find([run], partition) is not var (frame, _, slot)
            || Known(frame.Of(GroupColumn.Committed, slot)) is not { } committed
            || frame.IsFormer(slot)
        )
        {
            return null;
        }

        var answered = frame.Of(GroupColumn.Answered, slot) == AnswerTime.InThisCycle && frame.At == cycleAt;
        var hasLag = answered && frame.HasLag(slot, of.End);
        var lag = hasLag && of.End is { } end ? Amount.Of(Math.Max(0, end - committed)) : Amount.Unknown;
        var behind = hasLag ? BehindColumn.Unpack(frame.Of(GroupColumn.Behind, slot), frame.At) : TimeLag.Unknown;
        var lost = Lost(lag, behind, committed, of.First);
        return new GroupPartition
        {
            Topic = topic,
            Partition = partition,
            Status = answered ? (LagStatus)frame.Of(GroupColumn.Status, slot) : LagStatus.Unknown,
            Committed = committed,
            End = of.End,
            Lag = lag,
            Lost = lost,
            // Where all of it is gone, the stored age is that of records nobody can read.
            Behind = lost > 0 && lost == lag.Value ? TimeLag.None : behind,
            ConsumedPerSecond = answered
                ? PaceColumn.Unpack(frame.Of(GroupColumn.Pace, slot))
                    ?? frames.Rate(run.Chunk, slot, (int)GroupColumn.Committed, (int)GroupColumn.Answered)
                : null,
            ProducedPerSecond = of.ProducedPerSecond,
            MovedAt =
                frames.MovedAt(run.Chunk, slot) ?? MovedColumn.Unpack(frame.Of(GroupColumn.Moved, slot), frame.At),
            Answered = answered,
            LastAnsweredAt = answered ? null : AnswerTime.Unpack(frame.Of(GroupColumn.Answered, slot), frame.At),
        };
    }

    private static long? Lost(Amount lag, TimeLag behind, long committed, long? first) =>
        lag.Value is { } all && first is { } from
            ? behind.IsNone
                ? 0
                : Math.Clamp(from - committed, 0, all)
            : null;

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
