using System.Collections.Immutable;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>Gives places in the packs to new partitions and positions, and moves what is left in deserted chunks.</summary>
internal static class SeriesPlacing
{
    public static (List<SeriesRun> Given, List<SeriesRun> Ended) Give(CollectorState state, DateTimeOffset at)
    {
        var (given, ended) = (new List<SeriesRun>(), new List<SeriesRun>());
        foreach (var topic in state.Topics.Values.Where(topic => topic.Incarnation != 0))
        {
            topic.Runs = Cover(state, topic, null, topic.Runs, at, given, ended);
        }

        foreach (var group in state.Groups.Values.Where(group => !group.IsRefused))
        {
            foreach (var places in group.Topics.Where(places => places.Topic.Incarnation != 0))
            {
                places.Runs = Cover(state, places.Topic, group.Name, places.Runs, at, given, ended);
            }
        }

        return (given, ended);
    }

    private static ImmutableArray<SeriesRun> Cover(
        CollectorState state,
        TrackedTopic topic,
        string? group,
        ImmutableArray<SeriesRun> runs,
        DateTimeOffset at,
        List<SeriesRun> given,
        List<SeriesRun> ended
    )
    {
        if (IsCovered(state, topic, runs))
        {
            return runs;
        }

        foreach (var deserted in runs.Where(state.Places.IsDeserted).ToList())
        {
            state.Places.End(deserted);
            ended.Add(deserted);
            runs = runs.Remove(deserted);
        }

        for (var partition = 0; partition < topic.Partitions.Count; )
        {
            if (runs.FirstOrDefault(r => r.Holds(partition)) is { } run)
            {
                partition = run.FirstPartition + run.Count;
                continue;
            }

            var next = runs.Where(r => r.FirstPartition > partition).Select(r => r.FirstPartition);
            var until = next.Append(topic.Partitions.Count).Min();
            var fresh = state.Places.Give(topic.Incarnation, group, partition, until - partition, at);
            runs = runs.AddRange(fresh);
            given.AddRange(fresh);
            partition = until;
        }

        return runs;
    }

    // As nearly all are, in every cycle.
    private static bool IsCovered(CollectorState state, TrackedTopic topic, ImmutableArray<SeriesRun> runs)
    {
        var covered = 0;
        foreach (var run in runs)
        {
            covered += state.Places.IsDeserted(run) ? 0 : run.Count;
        }

        return covered == topic.Partitions.Count;
    }
}
