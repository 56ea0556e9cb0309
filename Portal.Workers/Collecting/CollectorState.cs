using Portal.Core.Changes.Judging;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>
/// What the collector remembers of its cluster between cycles. It takes a reading in, judges, and says what has
/// changed; it is filled from the store at the start and thrown away when a write fails.
/// </summary>
internal sealed partial class CollectorState(LagLimits limits)
{
    // The jobs that run, by their groups, which may not be seen yet.
    private IReadOnlyDictionary<string, GroupJob> _jobs = new Dictionary<string, GroupJob>();

    public Dictionary<Guid, TrackedTopic> Topics { get; } = [];
    public Dictionary<string, TrackedGroup> Groups { get; } = new(StringComparer.Ordinal);
    public SeriesPlaces Places { get; } = new();

    /// <summary>When the newest reading began; null: none was taken in yet.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Nothing told of a topic is older, unless it says so itself; null: settings were not read yet.</summary>
    public DateTimeOffset? SettingsAt { get; set; }

    /// <summary>When groups were last asked who is in them.</summary>
    public DateTimeOffset? MembersAt { get; set; }

    /// <summary>The least that a broker allows; null: they don't show it, or weren't asked.</summary>
    public TimeSpan? LongestTransaction { get; set; }

    /// <summary>When they were asked; null: not yet.</summary>
    public DateTimeOffset? LongestTransactionAt { get; set; }

    /// <summary>What the store won't have.</summary>
    public RefusedRows Refused { get; } = new();

    /// <summary>The newest frame of each chunk that was stored.</summary>
    public Dictionary<int, Frame> Stored { get; } = [];

    /// <summary>What is kept of it beyond some hours.</summary>
    public CoarseHistory History { get; } = new();

    /// <summary>Takes in a reading and judges every position by it.</summary>
    public void Take(ClusterReading reading, CollectorChanges changes)
    {
        GoOn(reading.At);
        var topics = TakeTopics(reading, changes);
        TakeGroups(reading, topics, changes);
        ReadAt = reading.At;
        Judge(reading.At);
    }

    /// <param name="byGroup">The jobs that run.</param>
    public void TakeJobs(IReadOnlyDictionary<string, GroupJob> byGroup)
    {
        _jobs = byGroup;
        foreach (var group in Groups.Values)
        {
            group.Job = _jobs.GetValueOrDefault(group.Name);
        }
    }

    /// <summary>Nobody answered: everything is unknown as of now, with the figures last known.</summary>
    public void TakeSilence(DateTimeOffset at)
    {
        GoOn(at);
        foreach (var topic in Topics.Values)
        {
            Silence(topic);
        }

        foreach (var group in Groups.Values)
        {
            group.Answered = false;
        }

        Judge(at);
    }

    /// <summary>Forgets a topic that is gone, and every group's place on it.</summary>
    /// <returns>The places in the packs that end with it.</returns>
    public List<SeriesRun> Forget(TrackedTopic topic)
    {
        Topics.Remove(topic.Id);
        Refused.Gone(topic);
        var ended = topic.Runs.ToList();
        foreach (var group in Groups.Values)
        {
            if (group.Topics.Remove(topic.Id) is { } places)
            {
                ended.AddRange(places.Runs);
            }
        }

        return End(ended);
    }

    /// <inheritdoc cref="Forget(TrackedTopic)"/>
    public List<SeriesRun> Forget(TrackedGroup group)
    {
        Groups.Remove(group.Name);
        Refused.Gone(group);
        return End([.. group.Topics.SelectMany(t => t.Runs)]);
    }

    /// <summary>Forgets one commit; the places end with the last one on the topic.</summary>
    public List<SeriesRun> Forget(TrackedGroup group, GroupTopic topic, int partition)
    {
        topic.Forget(partition);
        return Array.TrueForAll(topic.Positions, p => p is null) && group.Topics.Remove(topic.Topic.Id) is not null
            ? End([.. topic.Runs])
            : [];
    }

    /// <summary>Goes on with the courses of lag after a stored cycle was observed again.</summary>
    public void Replayed(DateTimeOffset at)
    {
        foreach (var group in Groups.Values)
        {
            GroupVerdict.Note(group, at, limits);
        }
    }

    private void Judge(DateTimeOffset at)
    {
        foreach (var group in Groups.Values)
        {
            GroupVerdict.Judge(group, at, limits);
        }
    }

    private List<SeriesRun> End(List<SeriesRun> runs)
    {
        runs.ForEach(Places.End);
        return runs;
    }

    private static void Silence(TrackedTopic topic) => topic.Partitions.ForEach(p => p.Silent());
}
