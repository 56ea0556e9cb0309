using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Collecting;
using Portal.Engines.Kafka;

namespace Portal.Tests.Collecting;

/// <summary>A cluster that says what the test lets it say, through the port that collecting owns.</summary>
internal class FakeCluster(TimeProvider clock) : ICollectedCluster, ICollectedClusters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeTopic> _topics = [];
    private readonly Dictionary<string, FakeGroup> _groups = [];

    public string EngineId { get; set; } = "engine-1";
    public string? Down { get; set; }
    public int Reads { get; private set; }
    public TimeSpan? LongestTransaction { get; set; } = TimeSpan.FromMinutes(15);
    public BrokerRelease Release { get; set; } = new("4.3", "KRaft");

    /// <summary>How often its version was read.</summary>
    public int Releases { get; private set; }
    public HashSet<string> HiddenTopics { get; } = [];
    public HashSet<string> HiddenGroups { get; } = [];

    /// <summary>Groups that are listed, and whose commits may not be read.</summary>
    public HashSet<string> RefusedGroups { get; } = [];

    /// <summary>Groups whose coordinator doesn't say who is in them.</summary>
    public HashSet<string> SilentRosters { get; } = [];
    public HashSet<(string Topic, int Partition)> Leaderless { get; } = [];
    public Dictionary<(Guid, int, long), Peek> Lying { get; } = [];

    /// <summary>Groups that were asked what became of their commits.</summary>
    public List<(string Group, GroupType Type)> LookedUp { get; } = [];

    /// <summary>Called with the partition that is looked at.</summary>
    public Action<int>? Looking { get; set; }

    public void Topic(string name, params long[] ends)
    {
        lock (_gate)
        {
            var id = _topics.TryGetValue(name, out var known) ? known.Id : NewId();
            _topics[name] = new FakeTopic(id, ends);
        }
    }

    public Guid IdOf(string topic) => _topics[topic].Id;

    public void Remove(string topic)
    {
        lock (_gate)
        {
            _topics.Remove(topic);
        }
    }

    public void Group(
        string name,
        string topic,
        long?[] commits,
        string state = "Stable",
        GroupType type = GroupType.Classic
    )
    {
        lock (_gate)
        {
            var group = _groups.TryGetValue(name, out var known) ? known : _groups[name] = new FakeGroup([]);
            (group.State, group.Type) = (state, type);
            group.Commits[topic] = commits;
        }
    }

    public void RemoveGroup(string name)
    {
        lock (_gate)
        {
            _groups.Remove(name);
        }
    }

    public ICollectedCluster Of(ClusterId cluster) => this;

    public virtual Task<ClusterReading> Read(TimeSpan within, CancellationToken stop)
    {
        lock (_gate)
        {
            Reads++;
            Answer();
            var told = _topics.Where(t => !HiddenTopics.Contains(t.Key)).Select(t => t.Key).ToList();
            return Task.FromResult(
                new ClusterReading(
                    clock.GetUtcNow(),
                    TimeSpan.FromMilliseconds(5),
                    EngineId,
                    4,
                    [new BrokerReading(1, "127.0.0.1", 26000, null, true, true)],
                    [.. told.Select(Reading)],
                    [.. _groups.Where(g => !HiddenGroups.Contains(g.Key)).Select(g => Reading(g.Key, g.Value, told))],
                    true,
                    null
                )
            );
        }
    }

    public Task<IReadOnlyDictionary<Guid, long?[]>> Offsets(OffsetKind kind, CancellationToken stop)
    {
        lock (_gate)
        {
            Answer();
            return Task.FromResult<IReadOnlyDictionary<Guid, long?[]>>(
                _topics.Values.ToDictionary(
                    t => t.Id,
                    t => t.Ends.Select(e => (long?)(kind == OffsetKind.First ? 0 : e)).ToArray()
                )
            );
        }
    }

    public Task<IReadOnlyDictionary<string, ImmutableArray<GroupMember>>> Members(CancellationToken stop)
    {
        lock (_gate)
        {
            Answer();
            return Task.FromResult<IReadOnlyDictionary<string, ImmutableArray<GroupMember>>>(
                _groups
                    .Where(g => !SilentRosters.Contains(g.Key))
                    .ToDictionary(g => g.Key, g => g.Value.State == "Stable" ? One(g.Key, g.Value) : [])
            );
        }
    }

    public Task<IReadOnlyDictionary<string, TopicAnswer>> Topics(
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        lock (_gate)
        {
            Answer();
            return Task.FromResult<IReadOnlyDictionary<string, TopicAnswer>>(names.ToDictionary(n => n, Answered));
        }
    }

    public Task<SizeReading> Sizes(CancellationToken stop)
    {
        lock (_gate)
        {
            Answer();
            return Task.FromResult(
                new SizeReading(
                    _topics.ToDictionary(t => t.Key, t => t.Value.Ends.Select(e => (long?)(e * 100)).ToArray()),
                    _topics.ToDictionary(t => t.Key, t => t.Value.Ends.Sum() * 300)
                )
            );
        }
    }

    public Task<IReadOnlyDictionary<string, GroupFate>> FateOf(
        IReadOnlyCollection<string> asked,
        CancellationToken stop
    )
    {
        lock (_gate)
        {
            Answer();
            return Task.FromResult<IReadOnlyDictionary<string, GroupFate>>(
                asked.ToDictionary(
                    n => n,
                    n =>
                        HiddenGroups.Contains(n) ? GroupFate.Unknown
                        : _groups.ContainsKey(n) ? GroupFate.There
                        : GroupFate.Gone
                )
            );
        }
    }

    public Task<IReadOnlySet<(string Topic, int Partition)>> GoneCommits(
        string group,
        GroupType type,
        IReadOnlyCollection<(string Topic, int Partition)> commits,
        CancellationToken stop
    )
    {
        lock (_gate)
        {
            LookedUp.Add((group, type));
        }

        return Task.FromResult<IReadOnlySet<(string, int)>>(
            commits.Where(c => !HiddenTopics.Contains(c.Topic)).ToHashSet()
        );
    }

    Task<TimeSpan?> ICollectedCluster.LongestTransaction(CancellationToken stop)
    {
        lock (_gate)
        {
            Answer();
            return Task.FromResult(LongestTransaction);
        }
    }

    Task<BrokerRelease> ICollectedCluster.Release(CancellationToken stop)
    {
        lock (_gate)
        {
            Answer();
            Releases++;
            return Task.FromResult(Release);
        }
    }

    public Task<Peek?> Look(Guid topic, int partition, long offset, CancellationToken stop)
    {
        Looking?.Invoke(partition);
        return Task.FromResult(Lying.GetValueOrDefault((topic, partition, offset)));
    }

    // A lone member that reads all that the group committed on.
    private static ImmutableArray<GroupMember> One(string name, FakeGroup group) =>
        [
            new(
                $"{name}-1",
                null,
                name,
                "10.0.0.1",
                [.. group.Commits.Select(c => new AssignedTopic(c.Key, [.. Enumerable.Range(0, c.Value.Length)]))]
            ),
        ];

    private TopicAnswer Answered(string name) =>
        HiddenTopics.Contains(name) ? new TopicAnswer.Unknown("not allowed")
        : _topics.TryGetValue(name, out var topic) ? new TopicAnswer.Found(Live(name, topic))
        : new TopicAnswer.Missing();

    private static LiveTopic Live(string name, FakeTopic topic) =>
        new(
            name,
            topic.Id,
            topic.Ends.Length,
            3,
            false,
            ImmutableSortedDictionary<string, LiveConfig>.Empty.Add("retention.ms", new LiveConfig("3600000", true))
        );

    private TopicReading Reading(string name) =>
        new(
            name,
            _topics[name].Id,
            false,
            3,
            [
                .. _topics[name]
                    .Ends.Select(
                        (end, p) =>
                            Leaderless.Contains((name, p))
                                ? new PartitionReading(null, 0, null)
                                : new PartitionReading(1, 3, end)
                    ),
            ]
        );

    private GroupReading Reading(string name, FakeGroup group, List<string> told) =>
        new(
            name,
            group.Type,
            group.State,
            !RefusedGroups.Contains(name),
            [
                .. from topic in @group.Commits
                where told.Contains(topic.Key) && !RefusedGroups.Contains(name)
                from commit in topic.Value.Select((offset, partition) => (offset, partition))
                where commit.offset is not null
                select new CommitReading(told.IndexOf(topic.Key), commit.partition, commit.offset),
            ]
        );

    private void Answer()
    {
        if (Down is { } words)
        {
            throw new EngineException(EngineFault.Transient, words);
        }
    }

    private static Guid NewId() => new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    private sealed record FakeTopic(Guid Id, long[] Ends);

    private sealed record FakeGroup(Dictionary<string, long?[]> Commits)
    {
        public string State { get; set; } = "";
        public GroupType Type { get; set; }
    }
}

/// <summary>Never answers.</summary>
internal sealed class HangingCluster(TimeProvider clock) : FakeCluster(clock)
{
    public override async Task<ClusterReading> Read(TimeSpan within, CancellationToken stop)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        throw new InvalidOperationException("The test ended before it answered.");
    }
}
