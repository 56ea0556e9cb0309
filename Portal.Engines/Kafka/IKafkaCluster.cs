using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Engines.Kafka;

/// <summary>The Kafka clusters that are registered, each opened once and shared.</summary>
public interface IKafkaClusters
{
    /// <summary>The cluster as registered now; its connections are kept and follow a changed registration.</summary>
    /// <exception cref="EngineException">Final: it isn't registered (any more) or its secret can't be read. Transient: it has just changed.</exception>
    Task<IKafkaCluster> Open(ClusterId cluster, CancellationToken stop);
}

/// <summary>
/// What planning, applying and reconciling ask of one Kafka cluster. Every call throws <see cref="EngineException"/>;
/// a deadline that passes after bytes were written is <see cref="EngineFault.Unknown"/> for acts and Transient for questions.
/// </summary>
public interface IKafkaCluster
{
    Task<KafkaFacts> Describe(CancellationToken stop);

    /// <summary>Each name asked for has an answer: found, missing (error 3), or unknown (not allowed to see, no answer).</summary>
    Task<ImmutableSortedDictionary<string, TopicAnswer>> Topics(
        IReadOnlyCollection<string> names,
        CancellationToken stop
    );

    /// <summary>
    /// What one of a topic's settings is at each broker: they learn of it one after the other, and one that hasn't yet goes
    /// by what was before. Null where a broker doesn't tell; one that doesn't answer is an exception.
    /// </summary>
    Task<ImmutableArray<string?>> SettingEverywhere(string topic, string config, CancellationToken stop);

    /// <summary>How long its brokers let a transaction be open, the least of them; null where one doesn't show it, and why as a sentence.</summary>
    Task<(TimeSpan? Longest, string? Unknown)> LongestTransaction(CancellationToken stop);

    /// <summary>Every topic's name and id, without configs: what a name collides with.</summary>
    Task<IReadOnlyList<TopicListing>> ListTopics(CancellationToken stop);

    /// <summary>What is in each of the topics asked for: as many requests as for one of them.</summary>
    /// <param name="since">By topic: also asks where the records begin that are no older; null: doesn't.</param>
    Task<IReadOnlyDictionary<string, ContentsAnswer>> Contents(
        IReadOnlyDictionary<string, DateTimeOffset?> since,
        CancellationToken stop
    );

    /// <summary>Which schema ids the newest records of topics carry. No record is kept; each topic asked for has an answer.</summary>
    Task<IReadOnlyDictionary<string, SchemaIdAnswer>> SchemaIds(
        IReadOnlyCollection<SchemaIdQuestion> topics,
        CancellationToken stop
    );

    /// <summary>What was committed to a topic, as digests, the first 20,000 records. No record is kept. A partition that can't be read is an exception.</summary>
    /// <param name="since">Null: from the beginning.</param>
    Task<WrittenRecords> Written(string topic, DateTimeOffset? since, CancellationToken stop);

    /// <summary>Kafka's own judgement of steps (validate only), without doing them, at most one of each kind for a topic.</summary>
    /// <returns>By topic, its words; those that it would take, or that it can't be asked about, aren't among them.</returns>
    Task<IReadOnlyDictionary<string, string>> WouldRefuse(IReadOnlyCollection<Step> steps, CancellationToken stop);

    /// <summary>Creates and returns the new topic's id.</summary>
    Task<Guid> Create(CreateTopic step, ActBefore deadline, CancellationToken stop);

    /// <summary>Sets each config to its absolute value; a null value takes the topic's own setting away.</summary>
    Task SetConfigs(
        string topic,
        IReadOnlyDictionary<string, string?> configs,
        ActBefore deadline,
        CancellationToken stop
    );

    Task GrowPartitions(string topic, int to, ActBefore deadline, CancellationToken stop);

    /// <summary>Deletes by the engine's id: what was made again under the name is safe.</summary>
    Task Delete(Guid topicId, ActBefore deadline, CancellationToken stop);

    /// <summary>Deletes what a consumer group has committed. One that isn't there is deleted; with members it is refused, as Final.</summary>
    Task DeleteGroup(string group, ActBefore deadline, CancellationToken stop);
}

/// <param name="EngineId">The cluster's own id.</param>
/// <param name="Version">As far as the protocol tells, for people: "4.3" or "at least 3.7".</param>
/// <param name="ControllerKind">KRaft or ZooKeeper, where it can be told.</param>
/// <param name="MissingPermissions">What we will not be allowed to do or see, in words.</param>
public sealed record KafkaFacts(
    string EngineId,
    string? Version,
    string? ControllerKind,
    ImmutableArray<KafkaBroker> Brokers,
    int? ControllerId,
    ImmutableArray<string> MissingPermissions
)
{
    /// <summary>What of it couldn't be known, in words.</summary>
    public ImmutableArray<string> UnknownPermissions { get; init; } = [];
}

public sealed record KafkaBroker(int Id, string Host, int Port, string? Rack);

public sealed record TopicListing(string Name, Guid TopicId, bool IsInternal);

/// <summary>What came back for a topic asked for by name.</summary>
public abstract record TopicAnswer
{
    private TopicAnswer() { }

    public sealed record Found(LiveTopic Topic) : TopicAnswer;

    public sealed record Missing : TopicAnswer;

    /// <summary>Not answered, or not allowed to see: never taken for missing.</summary>
    public sealed record Unknown(string Words) : TopicAnswer;
}
