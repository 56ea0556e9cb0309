using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Tests.Kit;

/// <summary>The port of a Kafka cluster over a dictionary: it counts acts, and fails when it is told to.</summary>
public sealed class FakeKafka : IKafkaClusters, IKafkaCluster
{
    private readonly Lock _door = new();
    private readonly SortedDictionary<string, LiveTopic> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _acts = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private int _made;

    public string EngineId { get; set; } = "fake-cluster";

    /// <summary>How many are up.</summary>
    public int Brokers { get; set; } = 1;

    /// <summary>How many there are, those that are away too: a topic has no more replicas.</summary>
    public int Registered { get; set; } = 1;

    /// <summary>Asked before each call, by its name; what it gives is thrown.</summary>
    public Func<string, EngineException?> Fault { get; set; } = _ => null;

    /// <summary>Runs after each act took effect, by its name, before its answer goes back.</summary>
    public Action<string> AfterAct { get; set; } = _ => { };

    /// <summary>Which schema ids a topic's newest records carry.</summary>
    public Func<SchemaIdQuestion, SchemaIdAnswer> Carries { get; set; } =
        asked => new SchemaIdAnswer.Found(asked.TopicId, 0, 0, 0, []);

    /// <summary>The acts that reached the cluster, in order.</summary>
    public IReadOnlyList<string> Acts => [.. _acts];

    /// <summary>The questions it was asked, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public int Count(string act) => _acts.Count(a => a == act);

    public LiveTopic? Topic(string name)
    {
        lock (_door)
        {
            return _topics.GetValueOrDefault(name);
        }
    }

    /// <summary>Somebody's hand that isn't ours.</summary>
    public LiveTopic Put(string name, int partitions = 3, params (string Name, string Value)[] configs)
    {
        lock (_door)
        {
            return _topics[name] = new LiveTopic(
                name,
                NewId(),
                partitions,
                1,
                false,
                Configs(configs.Select(c => new ConfigMove(c.Name, null, c.Value)))
            );
        }
    }

    public void Change(string name, Func<LiveTopic, LiveTopic> change)
    {
        lock (_door)
        {
            _topics[name] = change(_topics[name]);
        }
    }

    public void Remove(string name)
    {
        lock (_door)
        {
            _topics.Remove(name);
        }
    }

    public void Write(string name, long records)
    {
        lock (_door)
        {
            _ends[name] = records;
        }
    }

    /// <summary>How many of the topic's records are older than whatever is asked for.</summary>
    public Func<string, long> Old { get; set; } = _ => 0;

    /// <summary>The first of the topic's records that is still there.</summary>
    public Func<string, long> First { get; set; } = _ => 0;

    /// <summary>What a node shows of a topic that is so: one that lags shows something older.</summary>
    public Func<LiveTopic?, LiveTopic?> Shown { get; set; } = topic => topic;

    /// <summary>What its brokers show of a setting that is so at one of them.</summary>
    public Func<string?, ImmutableArray<string?>> Everywhere { get; set; } = value => [value];

    public Task<IKafkaCluster> Open(ClusterId cluster, CancellationToken stop) => Task.FromResult<IKafkaCluster>(this);

    public Task<KafkaFacts> Describe(CancellationToken stop) =>
        Answer(
            nameof(Describe),
            () =>
                new KafkaFacts(
                    EngineId,
                    "4.0",
                    "KRaft",
                    [.. Enumerable.Range(1, Brokers).Select(id => new KafkaBroker(id, "fake", 1, null))],
                    1,
                    []
                )
        );

    public Task<ImmutableSortedDictionary<string, TopicAnswer>> Topics(
        IReadOnlyCollection<string> names,
        CancellationToken stop
    ) =>
        Answer(
            nameof(Topics),
            () =>
                names.ToImmutableSortedDictionary(
                    n => n,
                    n =>
                        Shown(_topics.GetValueOrDefault(n)) is { } topic
                            ? (TopicAnswer)new TopicAnswer.Found(topic)
                            : new TopicAnswer.Missing(),
                    StringComparer.Ordinal
                )
        );

    public Task<ImmutableArray<string?>> SettingEverywhere(string topic, string config, CancellationToken stop) =>
        Answer(
            nameof(SettingEverywhere),
            () => Everywhere(_topics.GetValueOrDefault(topic)?.Configs.GetValueOrDefault(config)?.Value)
        );

    public Task<(TimeSpan? Longest, string? Unknown)> LongestTransaction(CancellationToken stop) =>
        Answer(nameof(LongestTransaction), () => ((TimeSpan?)TimeSpan.FromMinutes(15), (string?)null));

    public Task<IReadOnlyList<TopicListing>> ListTopics(CancellationToken stop) =>
        Answer(
            nameof(ListTopics),
            () =>
                (IReadOnlyList<TopicListing>)
                    [.. _topics.Values.Select(t => new TopicListing(t.Name, t.TopicId, t.IsInternal))]
        );

    public Task<IReadOnlyDictionary<string, ContentsAnswer>> Contents(
        IReadOnlyDictionary<string, DateTimeOffset?> since,
        CancellationToken stop
    ) =>
        Answer(
            nameof(Contents),
            () =>
                (IReadOnlyDictionary<string, ContentsAnswer>)
                    since.ToDictionary(
                        asked => asked.Key,
                        asked =>
                            (ContentsAnswer)
                                new ContentsAnswer.Found(
                                    new([
                                        new PartitionContents(
                                            0,
                                            1,
                                            First(asked.Key),
                                            _ends.GetValueOrDefault(asked.Key),
                                            0,
                                            1,
                                            asked.Value is null ? null : Old(asked.Key)
                                        ),
                                    ])
                                ),
                        StringComparer.Ordinal
                    )
        );

    public Task<IReadOnlyDictionary<string, SchemaIdAnswer>> SchemaIds(
        IReadOnlyCollection<SchemaIdQuestion> topics,
        CancellationToken stop
    ) =>
        Answer(
            nameof(SchemaIds),
            () =>
                (IReadOnlyDictionary<string, SchemaIdAnswer>)
                    topics.ToDictionary(asked => asked.Topic, asked => Carries(asked), StringComparer.Ordinal)
        );

    public Task<WrittenRecords> Written(string topic, DateTimeOffset? since, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, string>> WouldRefuse(
        IReadOnlyCollection<Step> steps,
        CancellationToken stop
    ) =>
        Answer(
            nameof(WouldRefuse),
            () =>
                (IReadOnlyDictionary<string, string>)
                    steps
                        .OfType<CreateTopic>()
                        .Where(create => create.Replication > Registered)
                        .ToDictionary(
                            create => create.On.Name,
                            _ => "only one broker is there.",
                            StringComparer.Ordinal
                        )
        );

    public Task<Guid> Create(CreateTopic step, ActBefore deadline, CancellationToken stop) =>
        Act(
            nameof(Create),
            deadline,
            () =>
            {
                if (_topics.ContainsKey(step.On.Name))
                {
                    throw Already($"Topic {step.On.Name} exists already.");
                }

                var topic = new LiveTopic(
                    step.On.Name,
                    NewId(),
                    step.Partitions,
                    step.Replication,
                    false,
                    Configs(step.Configs)
                );
                _topics[step.On.Name] = topic;
                return topic.TopicId;
            }
        );

    public Task SetConfigs(
        string topic,
        IReadOnlyDictionary<string, string?> configs,
        ActBefore deadline,
        CancellationToken stop
    ) =>
        Act(
            nameof(SetConfigs),
            deadline,
            () =>
            {
                var live = _topics[topic];
                _topics[topic] = live with { Configs = live.Configs.RemoveRange(configs.Keys).AddRange(Set(configs)) };
                return true;
            }
        );

    public Task GrowPartitions(string topic, int to, ActBefore deadline, CancellationToken stop) =>
        Act(
            nameof(GrowPartitions),
            deadline,
            () =>
                _topics[topic].Partitions < to
                    ? _topics[topic] = _topics[topic] with { Partitions = to }
                    : throw Already($"Topic {topic} already has {_topics[topic].Partitions} partitions.")
        );

    public Task Delete(Guid topicId, ActBefore deadline, CancellationToken stop) =>
        Act(nameof(Delete), deadline, () => _topics.Remove(_topics.Values.Single(t => t.TopicId == topicId).Name));

    public Task DeleteGroup(string group, ActBefore deadline, CancellationToken stop) =>
        Act(nameof(DeleteGroup), deadline, () => true);

    private Task<T> Answer<T>(string call, Func<T> answer)
    {
        _asked.Enqueue(call);
        lock (_door)
        {
            return Fault(call) is { } fault ? Task.FromException<T>(fault) : Task.FromResult(answer());
        }
    }

    private Task<T> Act<T>(string act, ActBefore deadline, Func<T> effect)
    {
        if (deadline.Left() <= TimeSpan.Zero)
        {
            return Task.FromException<T>(new EngineException(EngineFault.Transient, "Too late to send it."));
        }

        lock (_door)
        {
            if (Fault(act) is { } fault)
            {
                return Task.FromException<T>(fault);
            }

            _acts.Enqueue(act);
            try
            {
                var done = effect();
                AfterAct(act);
                return Task.FromResult(done);
            }
            catch (EngineException refused)
            {
                return Task.FromException<T>(refused);
            }
        }
    }

    private static EngineException Already(string words) => new(EngineFault.Final, words) { IsThereAlready = true };

    private Guid NewId() => new(++_made, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    private static ImmutableSortedDictionary<string, LiveConfig> Configs(IEnumerable<ConfigMove> moves) =>
        moves.ToImmutableSortedDictionary(m => m.Name, m => new LiveConfig(m.After, false), StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, LiveConfig>> Set(IReadOnlyDictionary<string, string?> configs) =>
        configs.Where(c => c.Value is not null).Select(c => KeyValuePair.Create(c.Key, new LiveConfig(c.Value, false)));
}
