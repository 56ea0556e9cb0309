using Portal.Core.Changes.Runs;
using Portal.Engines.Collecting;
using Portal.Engines.Kafka;

namespace Portal.Workers.Collecting;

/// <summary>
/// What was there and isn't told any more is asked about by name: a cluster that says "there is none" makes it gone;
/// anything else leaves it unknown, because a missing permission is silence. Asked at once, then once a minute.
/// </summary>
internal sealed class DisappearanceProbe(ICollectedCluster cluster, CollectorState state, TimeProvider clock)
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);
    private readonly Dictionary<object, DateTimeOffset> _asked = [];
    private int _turn;

    /// <summary>What isn't asked about again yet; what was found out, or is there again, stays no longer than that.</summary>
    public int Waiting => _asked.Count;

    public Query? AskTopics()
    {
        var topics = Due(state.Topics.Values.Where(t => !t.Answered && t.Incarnation != 0), t => t.Id);
        return topics.Count == 0 ? null : Answer;

        async Task<StateUpdate> Answer(CancellationToken stop)
        {
            var answers = await cluster.Topics([.. topics.Select(t => t.Name).Distinct()], stop);
            return (_, changes) =>
                changes.GoneTopics.AddRange(
                    topics.Where(t => !t.Answered && IsGone(t, answers)).Except(changes.GoneTopics)
                );
        }
    }

    public Query? AskGroups()
    {
        var groups = Due(state.Groups.Values.Where(g => g.IsUnlisted), g => g.Name);
        return groups.Count == 0 ? null : Answer;

        async Task<StateUpdate> Answer(CancellationToken stop)
        {
            var fates = await cluster.FateOf([.. groups.Select(g => g.Name)], stop);
            return (_, changes) =>
                changes.GoneGroups.AddRange(
                    groups.Where(g => g.IsUnlisted && fates.GetValueOrDefault(g.Name) == GroupFate.Gone)
                );
        }
    }

    /// <summary>One group at a time: commits seldom vanish while their group stays.</summary>
    public Query? AskCommits()
    {
        var lost = state.Groups.Values.Where(g => g.Answered && g.Lost().Any()).ToList();
        // Those about which nothing is found out stay, and would be the first ones for good.
        var from = lost.Count == 0 ? 0 : _turn++ % lost.Count;
        var group = lost.Skip(from).Concat(lost.Take(from)).FirstOrDefault(g => Due([g], x => x).Count == 1);
        return group is null ? null : Answer;

        async Task<StateUpdate> Answer(CancellationToken stop)
        {
            var places = group.Lost().Select(l => (l.Topic.Topic.Name, l.Partition)).ToList();
            var gone = await cluster.GoneCommits(group.Name, group.Type, places, stop);
            return (into, changes) =>
            {
                foreach (var (topic, partition) in group.Lost().ToList())
                {
                    if (gone.Contains((topic.Topic.Name, partition)))
                    {
                        changes.EndedRuns.AddRange(into.Forget(group, topic, partition));
                    }
                }
            };
        }
    }

    private static bool IsGone(TrackedTopic topic, IReadOnlyDictionary<string, TopicAnswer> answers) =>
        answers.GetValueOrDefault(topic.Name) switch
        {
            TopicAnswer.Missing => true,
            TopicAnswer.Found found => found.Topic.TopicId != topic.Id,
            _ => false,
        };

    private List<T> Due<T>(IEnumerable<T> vanished, Func<T, object> key)
    {
        var now = clock.GetUtcNow();
        // Or as far ahead: the clock was set back.
        foreach (var over in _asked.Where(a => (now - a.Value).Duration() >= Again).Select(a => a.Key).ToList())
        {
            _asked.Remove(over);
        }

        var due = vanished.Where(v => !_asked.ContainsKey(key(v))).Take(MostAtOnce).ToList();
        due.ForEach(v => _asked[key(v)] = now);
        return due;
    }
}
