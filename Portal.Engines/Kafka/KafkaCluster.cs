using System.Collections.Immutable;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Kafka.Admin;

namespace Portal.Engines.Kafka;

/// <summary>One registered cluster over Kafka's own protocol: each error is sorted here, once, for everybody.</summary>
internal sealed class KafkaCluster(OpenedCluster cluster) : IKafkaCluster
{
    private readonly KafkaAdmin _admin = new(cluster.Client);
    private readonly KafkaActs _acts = new(cluster);

    public Task<KafkaFacts> Describe(CancellationToken stop) =>
        Ask(() => KafkaDescription.Read(cluster.Client, stop), stop);

    public Task<ImmutableSortedDictionary<string, TopicAnswer>> Topics(
        IReadOnlyCollection<string> names,
        CancellationToken stop
    ) => Ask(() => TopicLook.At(_admin, names, cluster.Client, stop), stop);

    public Task<ImmutableArray<string?>> SettingEverywhere(string topic, string config, CancellationToken stop) =>
        Ask(() => TopicLook.Everywhere(_admin, topic, config, stop), stop);

    public Task<(TimeSpan? Longest, string? Unknown)> LongestTransaction(CancellationToken stop) =>
        Ask(() => TransactionLook.Longest(_admin, stop), stop);

    public Task<IReadOnlyList<TopicListing>> ListTopics(CancellationToken stop) =>
        Ask(() => TopicLook.List(_admin, stop), stop);

    public Task<IReadOnlyDictionary<string, ContentsAnswer>> Contents(
        IReadOnlyDictionary<string, DateTimeOffset?> since,
        CancellationToken stop
    ) => Ask(() => ContentsLook.At(_admin, cluster.Name, since, stop), stop);

    public Task<IReadOnlyDictionary<string, SchemaIdAnswer>> SchemaIds(
        IReadOnlyCollection<SchemaIdQuestion> topics,
        CancellationToken stop
    ) => Ask(() => SchemaIdLook.At(_admin, cluster.Name, topics, stop), stop);

    public Task<WrittenRecords> Written(string topic, DateTimeOffset? since, CancellationToken stop) =>
        Ask(() => WrittenLook.At(_admin, topic, since, stop), stop);

    public Task<IReadOnlyDictionary<string, string>> WouldRefuse(
        IReadOnlyCollection<Step> steps,
        CancellationToken stop
    ) => Ask(() => KafkaJudgement.Of(_admin, cluster.Name, steps, stop), stop);

    public Task<Guid> Create(CreateTopic step, ActBefore deadline, CancellationToken stop) =>
        _acts.Create(step, deadline, stop);

    public Task SetConfigs(
        string topic,
        IReadOnlyDictionary<string, string?> configs,
        ActBefore deadline,
        CancellationToken stop
    ) => _acts.SetConfigs(topic, configs, deadline, stop);

    public Task GrowPartitions(string topic, int to, ActBefore deadline, CancellationToken stop) =>
        _acts.GrowPartitions(topic, to, deadline, stop);

    public Task Delete(Guid topicId, ActBefore deadline, CancellationToken stop) =>
        _acts.Delete(topicId, deadline, stop);

    public Task DeleteGroup(string group, ActBefore deadline, CancellationToken stop) =>
        _acts.DeleteGroup(group, deadline, stop);

    private Task<T> Ask<T>(Func<Task<T>> question, CancellationToken stop) => KafkaCall.Ask(cluster, question, stop);
}
