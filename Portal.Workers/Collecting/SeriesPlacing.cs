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
            Cover(state, topic, null, topic.Runs, at, given, ended);
        }

        foreach (var group in state.Groups.Values.Where(group => !group.IsRefused))
        {
            foreach (var places in group.Topics.Values.Where(places => places.Topic.Incarnation != 0))
            {
                Cover(state, places.Topic, group.Name, places.Runs, at, given, ended);
            }
        }

        return (given, ended);
    }

    private static void Cover(
        CollectorState state,
        TrackedTopic topic,
        string? group,
        List<SeriesRun> runs,
        DateTimeOffset at,
        List<SeriesRun> given,
        List<SeriesRun> ended
    )
    {
        if (IsCovered(state, topic, runs))
        {
            return;
        }

        foreach (var deserted in runs.Where(state.Places.IsDeserted).ToList())
        {
            state.Places.End(deserted);
            ended.Add(deserted);
            runs.Remove(deserted);
        }

        for (var partition = 0; partition < topic.Partitions.Count; )
        {
            if (runs.Find(r => r.Holds(partition)) is { } run)
            {
                partition = run.FirstPartition + run.Count;
                continue;
            }

            var next = runs.Where(r => r.FirstPartition > partition).Select(r => r.FirstPartition);
            var until = next.Append(topic.Partitions.Count).Min();
            var fresh = state.Places.Give(topic.Incarnation, group, partition, until - partition, at);
            runs.AddRange(fresh);
            given.AddRange(fresh);
            partition = until;
        }
    }

    // As nearly all are, in every cycle.
    private static bool IsCovered(CollectorState state, TrackedTopic topic, List<SeriesRun> runs)
    {
        var covered = 0;
        foreach (var run in runs)
        {
            covered += state.Places.IsDeserted(run) ? 0 : run.Count;
        }

        return covered == topic.Partitions.Count;
    }
}
