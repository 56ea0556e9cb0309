using Portal.Core.Health.Readings;
using Portal.Core.Resources;

namespace Portal.Core.Health.Snapshots;

/// <summary>
/// Draws lines out of past frames: the lags and rates that snapshots of then would have had, without all the rest of them.
/// Where each figure lies is looked up once.
/// </summary>
internal sealed class TrendDrawing
{
    private readonly RecentFrames _frames = new();
    private readonly Trends _trends = new();
    private readonly List<(string Group, Pair[] Places)> _groups;
    private readonly List<(long Incarnation, Place[] Partitions)> _topics;

    public TrendDrawing(SeenThings seen)
    {
        _topics = [.. seen.Topics.Values.Select(topic => (topic.Incarnation, Partitions(seen, topic)))];
        var ends = _topics.ToDictionary(topic => topic.Incarnation, topic => topic.Partitions);
        _groups = [.. seen.Groups.Select(group => (group.Name, Pairs(seen.GroupRuns[group.Name], ends)))];
    }

    public Trends Lines => _trends;

    public void Take(CycleFrames cycle)
    {
        _frames.Add(cycle);
        if (!_trends.IsDue(cycle.At))
        {
            return;
        }

        foreach (var (group, places) in _groups)
        {
            _trends.Lag(group, cycle.At, Lag(places, cycle.At));
        }

        foreach (var (incarnation, partitions) in _topics)
        {
            _trends.Rate(incarnation, cycle.At, Rate(partitions));
        }
    }

    // One place that isn't known makes the whole a number that is known in part, and of that no line is drawn.
    private Amount Lag(Pair[] places, DateTimeOffset at)
    {
        long? sum = null;
        foreach (var (commit, end) in places)
        {
            if (
                Frame(commit) is not { } frame
                || frame.Of(GroupColumn.Committed, commit.Slot) == Column.Absent
                || frame.IsFormer(commit.Slot)
            )
            {
                continue;
            }

            if (
                frame.At != at
                || frame.Of(GroupColumn.Answered, commit.Slot) != AnswerTime.InThisCycle
                || Frame(end)?.Of(TopicColumn.End, end.Slot) is not { } known
                || known == Column.Absent
                || !frame.HasLag(commit.Slot, known)
            )
            {
                return Amount.Unknown;
            }

            sum = (sum ?? 0) + Math.Max(0, known - frame.Of(GroupColumn.Committed, commit.Slot));
        }

        return sum is { } lag ? Amount.Of(lag) : Amount.Unknown;
    }

    private double? Rate(Place[] partitions)
    {
        var sum = 0.0;
        foreach (var place in partitions)
        {
            if (
                Frame(place) is null
                || _frames.Rate(place.Chunk, place.Slot, (int)TopicColumn.End, (int)TopicColumn.Answered)
                    is not { } rate
            )
            {
                return null;
            }

            sum += rate;
        }

        return sum;
    }

    private Frame? Frame(Place place) =>
        _frames.Newest(place.Chunk) is { } frame && place.Slot < frame.Length ? frame : null;

    private static Place[] Partitions(SeenThings seen, SeenTopicRow topic)
    {
        var runs = seen.TopicRuns[topic.Incarnation].ToList();
        return [.. Enumerable.Range(0, topic.Partitions).Select(p => At(runs.Find(run => run.Holds(p)), p))];
    }

    private static Pair[] Pairs(IEnumerable<SeriesRun> commits, Dictionary<long, Place[]> ends) =>
        [
            .. from run in commits
            where ends.ContainsKey(run.Incarnation)
            let partitions = ends[run.Incarnation]
            from partition in Enumerable.Range(run.FirstPartition, run.Count)
            where partition < partitions.Length
            select new Pair(At(run, partition), partitions[partition]),
        ];

    private static Place At(SeriesRun? run, int partition) =>
        run is null ? new Place(-1, 0) : new Place(run.Chunk, run.SlotOf(partition));

    /// <summary>Where a figure lies in the packs; a chunk of -1: nowhere yet.</summary>
    private readonly record struct Place(int Chunk, int Slot);

    private readonly record struct Pair(Place Commit, Place End);
}
