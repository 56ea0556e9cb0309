using System.Collections.Immutable;
using System.Text;
using Portal.Kafka.Records;
using Portal.LocalCluster.Quotas;

namespace Portal.LocalCluster.Topics;

/// <summary>All that the controller knows. A value: whoever holds one sees it unchanged.</summary>
public sealed record ClusterState(
    string ClusterId,
    ImmutableSortedSet<int> Brokers,
    ImmutableSortedSet<int> Paused,
    ImmutableSortedDictionary<string, Topic> Topics,
    ImmutableDictionary<Guid, string> Names,
    long ProducerIdsBelow
)
{
    public static readonly ClusterState Empty = new(
        "",
        [],
        [],
        ImmutableSortedDictionary.Create<string, Topic>(StringComparer.Ordinal),
        ImmutableDictionary<Guid, string>.Empty,
        ProducerIdsBelow: 0
    );

    /// <summary>What clients may produce and consume a second.</summary>
    public QuotaTable Quotas { get; init; } = QuotaTable.Empty;

    public bool Lives(int broker) => Brokers.Contains(broker) && !Paused.Contains(broker);

    public IEnumerable<int> Living => Brokers.Where(Lives);

    /// <summary>The lowest living broker; -1 when all are paused.</summary>
    public int Controller => Living.FirstOrDefault(Partition.NoLeader);

    /// <summary>The broker that coordinates a group: groups spread over all brokers, and only a paused one's move. -1 when none lives.</summary>
    public int CoordinatorOf(string group)
    {
        var start = (int)(Crc32C.Of(Encoding.UTF8.GetBytes(group)) % (uint)Brokers.Count);
        return Brokers.Skip(start).Concat(Brokers.Take(start)).FirstOrDefault(Lives, Partition.NoLeader);
    }

    public Topic? Find(string name) => Topics.GetValueOrDefault(name);

    public Topic? Find(Guid id) => Names.TryGetValue(id, out var name) ? Topics[name] : null;

    public ClusterState After(ClusterEvent happened) =>
        happened switch
        {
            ClusterEvent.Formed formed => this with { ClusterId = formed.ClusterId },
            ClusterEvent.Started started => (
                this with
                {
                    Brokers = [.. Enumerable.Range(1, started.Brokers)],
                    Paused = [],
                }
            ).Elected(),
            ClusterEvent.BrokerPaused paused => (this with { Paused = Paused.Add(paused.Broker) }).Elected(),
            ClusterEvent.BrokerResumed resumed => (this with { Paused = Paused.Remove(resumed.Broker) }).Elected(),
            ClusterEvent.TopicCreated t => With(new Topic(t.Name, t.Id, Placed(t.Replicas), t.Configs)),
            ClusterEvent.TopicKept kept => With(kept.Topic),
            ClusterEvent.TopicDeleted deleted => Without(deleted.Id),
            ClusterEvent.TopicConfigured c => With(Known(c.Id) with { Configs = c.Configs }),
            ClusterEvent.PartitionsAdded added => With(Grown(Known(added.Id), added.Replicas)),
            ClusterEvent.ProducerIdsReserved reserved => this with { ProducerIdsBelow = reserved.Below },
            ClusterEvent.PartitionMoved { Replicas: { } to } moved => With(
                moved.Id,
                moved.Number,
                each => each.MovedTo(to, Lives)
            ),
            ClusterEvent.PartitionMoved back => With(back.Id, back.Number, each => each.MoveCancelled(Lives)),
            ClusterEvent.LeaderElected elected => With(elected.Id, elected.Number, each => each.Elected(Lives)),
            ClusterEvent.QuotaChanged changed => this with { Quotas = Quotas.After(changed.Quota) },
            _ => throw new InvalidDataException($"The journal holds a {happened.GetType().Name} that is not known."),
        };

    /// <summary>The fewest events that lead here from nothing.</summary>
    public IEnumerable<ClusterEvent> Retold() =>
        [
            new ClusterEvent.Formed(ClusterId),
            new ClusterEvent.Started(Brokers.Count),
            .. Paused.Select(broker => new ClusterEvent.BrokerPaused(broker)),
            new ClusterEvent.ProducerIdsReserved(ProducerIdsBelow),
            .. Topics.Values.Select(topic => new ClusterEvent.TopicKept(topic)),
            .. Quotas.Retold().Select(change => new ClusterEvent.QuotaChanged(change)),
        ];

    private ClusterState With(Topic topic) =>
        this with
        {
            Topics = Topics.SetItem(topic.Name, topic),
            Names = Names.SetItem(topic.Id, topic.Name),
        };

    private ClusterState With(Guid id, int number, Func<Partition, Partition> change)
    {
        var topic = Known(id);
        return With(topic with { Partitions = topic.Partitions.SetItem(number, change(topic.Partitions[number])) });
    }

    private ClusterState Without(Guid id) =>
        this with
        {
            Topics = Topics.Remove(Known(id).Name),
            Names = Names.Remove(id),
        };

    private Topic Known(Guid id) => Find(id) ?? throw new InvalidDataException($"No topic has the id {id}.");

    private ImmutableArray<Partition> Placed(ImmutableArray<ImmutableArray<int>> replicas) =>
        [.. replicas.Select(each => Partition.New(each, Lives))];

    private Topic Grown(Topic topic, ImmutableArray<ImmutableArray<int>> replicas) =>
        topic with
        {
            Partitions = topic.Partitions.AddRange(Placed(replicas)),
        };

    private ClusterState Elected() =>
        this with
        {
            Topics = Topics
                .Values.Select(topic => topic with { Partitions = [.. topic.Partitions.Select(p => p.With(Lives))] })
                .ToImmutableSortedDictionary(topic => topic.Name, topic => topic, StringComparer.Ordinal),
        };
}
