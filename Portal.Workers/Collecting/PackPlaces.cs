using Portal.Core.Health;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>Which parts of the state lie where in the packs, for putting stored readings back into it.</summary>
internal sealed partial class PackPlaces
{
    private readonly Dictionary<int, List<(SeriesRun Run, TrackedTopic Topic)>> _topics = [];
    private readonly Dictionary<int, List<(SeriesRun Run, GroupTopic Group)>> _groups = [];

    public void Put(CollectorState state, SeriesRun run, TrackedTopic topic)
    {
        if (run.Group is null)
        {
            topic.Runs = topic.Runs.Add(run);
            List(_topics, run.Chunk).Add((run, topic));
        }
        else if (state.Groups.TryGetValue(run.Group, out var group))
        {
            var places = group.Topics.At(topic);
            // The store has given the name anew for each run.
            places.Runs = places.Runs.Add(run with { Group = group.Name });
            List(_groups, run.Chunk).Add((run, places));
        }
    }

    /// <summary>Observes a stored cycle again. Ends go first: a position is judged by the end of its own cycle.</summary>
    /// <param name="isThin">It lies minutes after the one before.</param>
    public void Replay(CycleFrames cycle, bool isThin = false)
    {
        Walk(cycle, _groups, WakeHistories);
        Walk(cycle, _topics, ReplayEnds);
        Walk(cycle, _groups, (run, group, frame) => ReplayCommits(run, group, frame, isThin));
    }

    /// <summary>Takes over what the newest frame of a chunk holds: figures last known, and when.</summary>
    public void Recall(int chunk, Frame frame)
    {
        foreach (var (run, topic) in _topics.GetValueOrDefault(chunk, []))
        {
            Each(
                run,
                frame,
                topic.Partitions.Count,
                (partition, slot) => Recall(topic.Partitions[partition], frame, slot)
            );
        }

        foreach (var (run, group) in _groups.GetValueOrDefault(chunk, []))
        {
            Each(run, frame, group.Topic.Partitions.Count, (partition, slot) => Recall(group, partition, frame, slot));
        }
    }

    private static void Each(SeriesRun run, Frame frame, int partitions, Action<int, int> at)
    {
        var last = Math.Min(run.FirstPartition + run.Count, partitions);
        for (var partition = run.FirstPartition; partition < last && run.SlotOf(partition) < frame.Length; partition++)
        {
            at(partition, run.SlotOf(partition));
        }
    }

    private static void Walk<T>(
        CycleFrames cycle,
        Dictionary<int, List<(SeriesRun Run, T Of)>> places,
        Action<SeriesRun, T, Frame> at
    )
    {
        foreach (var (chunk, frame) in cycle.Chunks)
        {
            foreach (var (run, of) in places.GetValueOrDefault(chunk, []))
            {
                at(run, of, frame);
            }
        }
    }

    private static List<T> List<T>(Dictionary<int, List<T>> chunks, int chunk) =>
        chunks.TryGetValue(chunk, out var list) ? list : chunks[chunk] = [];
}
