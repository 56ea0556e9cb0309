using Portal.Core.Health;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>Turns the state into frames.</summary>
internal static class FramePacker
{
    /// <summary>All chunks in which anything lives, as they are now.</summary>
    public static List<(int Chunk, Frame Frame)> Frames(CollectorState state, DateTimeOffset at)
    {
        var chunks = new SortedDictionary<int, long[][]>();
        foreach (var topic in state.Topics.Values)
        {
            foreach (var run in topic.Runs)
            {
                Fill(Columns<TopicColumn>(chunks, run), run, topic, at);
            }
        }

        foreach (var group in state.Groups.Values)
        {
            foreach (var places in group.Topics)
            {
                foreach (var run in places.Runs)
                {
                    Fill(Columns<GroupColumn>(chunks, run), run, group, places, at);
                }
            }
        }

        return [.. chunks.Select(chunk => (chunk.Key, Trim(state, chunk.Key, new Frame(at, chunk.Value))))];
    }

    private static void Fill(long[][] columns, SeriesRun run, TrackedTopic topic, DateTimeOffset at)
    {
        for (var i = 0; i < run.Count && run.FirstPartition + i < topic.Partitions.Count; i++)
        {
            var (partition, slot) = (topic.Partitions[run.FirstPartition + i], run.Slot + i);
            columns[(int)TopicColumn.End][slot] = partition.End ?? Column.Absent;
            columns[(int)TopicColumn.Answered][slot] = AnswerTime.Pack(partition.AnsweredAt, at);
            columns[(int)TopicColumn.First][slot] = partition.First ?? Column.Absent;
            columns[(int)TopicColumn.Stable][slot] = partition.Stable ?? Column.Absent;
            columns[(int)TopicColumn.Leader][slot] = partition.Leader ?? Column.Absent;
            columns[(int)TopicColumn.InSync][slot] = partition.InSync ?? Column.Absent;
            columns[(int)TopicColumn.Bytes][slot] = partition.Bytes ?? Column.Absent;
        }
    }

    private static void Fill(long[][] columns, SeriesRun run, TrackedGroup group, GroupTopic places, DateTimeOffset at)
    {
        var isFormer = group.IsFormer(places.Topic);
        for (var i = 0; i < run.Count && run.FirstPartition + i < places.Positions.Length; i++)
        {
            if (places.Positions[run.FirstPartition + i] is not { } position)
            {
                continue;
            }

            var slot = run.Slot + i;
            columns[(int)GroupColumn.Committed][slot] = position.Committed ?? Column.Absent;
            columns[(int)GroupColumn.Answered][slot] = AnswerTime.Pack(position.AnsweredAt, at);
            columns[(int)GroupColumn.Moved][slot] = MovedColumn.Pack(position.Window.MovedAt, at);
            columns[(int)GroupColumn.Behind][slot] = BehindColumn.Pack(position.Behind, at);
            columns[(int)GroupColumn.Status][slot] = isFormer ? Column.Absent : (long)position.Status;
            columns[(int)GroupColumn.Pace][slot] = PaceColumn.Pack(
                group.HasMembers == false ? null : SeldomPace.Of(position.Window, at)
            );
        }
    }

    private static long[][] Columns<TColumn>(SortedDictionary<int, long[][]> chunks, SeriesRun run)
        where TColumn : struct, Enum
    {
        if (!chunks.TryGetValue(run.Chunk, out var columns))
        {
            chunks[run.Chunk] = columns = [.. Enum.GetValues<TColumn>().Select(_ => Empty())];
        }

        return columns;
    }

    private static long[] Empty()
    {
        var values = new long[SeriesRun.ChunkSize];
        Array.Fill(values, Column.Absent);
        return values;
    }

    // A chunk that is still filling up is as long as it was, or longer. Most columns are as they were, and are held once.
    private static Frame Trim(CollectorState state, int chunk, Frame frame)
    {
        var used = frame.Columns.Max(values => Array.FindLastIndex(values, v => v != Column.Absent) + 1);
        var length = Math.Max(used, state.Stored.TryGetValue(chunk, out var before) ? before.Length : 0);
        return new Frame(
            frame.At,
            [
                .. frame.Columns.Select(
                    (values, i) =>
                        Held(values.AsSpan(0, length), before?.Columns[i])
                        ?? (length == values.Length ? values : values[..length])
                ),
            ]
        );
    }

    private static long[]? Held(ReadOnlySpan<long> values, long[]? before) =>
        before is not null && values.SequenceEqual(before) ? before : null;
}
