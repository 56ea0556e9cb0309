using Portal.Core.Health;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

// What each slot of a frame puts back into the state.
internal sealed partial class PackPlaces
{
    private static void WakeHistories(SeriesRun run, GroupTopic group, Frame frame) =>
        Each(
            run,
            frame,
            group.Topic.Partitions.Count,
            (partition, slot) =>
            {
                if (frame.Of(GroupColumn.Committed, slot) != Column.Absent)
                {
                    group.At(partition);
                }
            }
        );

    private static void ReplayEnds(SeriesRun run, TrackedTopic topic, Frame frame) =>
        Each(
            run,
            frame,
            topic.Partitions.Count,
            (partition, slot) =>
            {
                if (frame.Of(TopicColumn.Answered, slot) == AnswerTime.InThisCycle)
                {
                    topic.Partitions[partition].Read(frame.At, frame.Of(TopicColumn.End, slot));
                }
            }
        );

    // A frame that stands alone may be without its topic's, and the end known then is of an earlier cycle.
    private static void ReplayCommits(SeriesRun run, GroupTopic group, Frame frame, bool isThin) =>
        Each(
            run,
            frame,
            group.Topic.Partitions.Count,
            (partition, slot) =>
            {
                if (
                    frame.Of(GroupColumn.Answered, slot) == AnswerTime.InThisCycle
                    && group.Topic.Partitions[partition] is { End: { } end, AnsweredAt: { } at }
                    && at == frame.At
                )
                {
                    Replay(group.At(partition).Window, frame, slot, end, isThin);
                }
            }
        );

    private static void Replay(LagWindow window, Frame frame, int slot, long end, bool isThin)
    {
        window.Observe(frame.At, frame.Of(GroupColumn.Committed, slot), end, isThin);
        // Records that have waited since an earlier cycle have an age.
        if (
            window is { Lag: > 0, WaitingSince: { } since }
            && since < frame.At
            && BehindColumn.Unpack(frame.Of(GroupColumn.Behind, slot), frame.At).IsNone
        )
        {
            window.NoteMarkers(end);
        }
    }

    private static void Recall(TrackedPartition partition, Frame frame, int slot)
    {
        partition.Recall(
            Known(frame.Of(TopicColumn.End, slot)),
            AnswerTime.Unpack(frame.Of(TopicColumn.Answered, slot), frame.At)
        );
        partition.First = Known(frame.Of(TopicColumn.First, slot));
        partition.Stable = Known(frame.Of(TopicColumn.Stable, slot));
        partition.Bytes = Known(frame.Of(TopicColumn.Bytes, slot));
    }

    private static void Recall(GroupTopic group, int partition, Frame frame, int slot)
    {
        if (Known(frame.Of(GroupColumn.Committed, slot)) is not { } committed)
        {
            // It had a commit in the readings before, which was deleted since.
            group.Forget(partition);
            return;
        }

        var position = group.At(partition);
        var answered = AnswerTime.Unpack(frame.Of(GroupColumn.Answered, slot), frame.At);
        // A former one's status isn't stored, and unknown would be taken for a refused look.
        position.Recall(
            committed,
            answered,
            frame.IsFormer(slot) ? LagStatus.NotEnoughData : (LagStatus)frame.Of(GroupColumn.Status, slot),
            BehindColumn.Unpack(frame.Of(GroupColumn.Behind, slot), frame.At)
        );
        if (MovedColumn.Unpack(frame.Of(GroupColumn.Moved, slot), frame.At) is { } moved)
        {
            position.Window.Recall(moved);
        }
    }

    private static long? Known(long value) => value == Column.Absent ? null : value;
}
