using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Tests.CrashMatrix;

/// <summary>Notes every act that reached an engine in a file that all workers of a cell share.</summary>
public sealed class CountedClusters(IKafkaClusters inner, string file, IHook hook) : IKafkaClusters
{
    public async Task<IKafkaCluster> Open(ClusterId cluster, CancellationToken stop) =>
        new Counted(await inner.Open(cluster, stop), file, hook);

    private sealed class Counted(IKafkaCluster inner, string file, IHook hook) : IKafkaCluster
    {
        private readonly NotedActs _acts = new(file);

        public async Task<KafkaFacts> Describe(CancellationToken stop)
        {
            await hook.At(Moment.TheClaim);
            return await inner.Describe(stop);
        }

        public Task<ImmutableSortedDictionary<string, TopicAnswer>> Topics(
            IReadOnlyCollection<string> names,
            CancellationToken stop
        ) => inner.Topics(names, stop);

        public Task<ImmutableArray<string?>> SettingEverywhere(string topic, string config, CancellationToken stop) =>
            inner.SettingEverywhere(topic, config, stop);

        public Task<(TimeSpan? Longest, string? Unknown)> LongestTransaction(CancellationToken stop) =>
            inner.LongestTransaction(stop);

        public Task<IReadOnlyList<TopicListing>> ListTopics(CancellationToken stop) => inner.ListTopics(stop);

        public Task<IReadOnlyDictionary<string, ContentsAnswer>> Contents(
            IReadOnlyDictionary<string, DateTimeOffset?> since,
            CancellationToken stop
        ) => inner.Contents(since, stop);

        public Task<IReadOnlyDictionary<string, SchemaIdAnswer>> SchemaIds(
            IReadOnlyCollection<SchemaIdQuestion> topics,
            CancellationToken stop
        ) => inner.SchemaIds(topics, stop);

        public Task<WrittenRecords> Written(string topic, DateTimeOffset? since, CancellationToken stop) =>
            inner.Written(topic, since, stop);

        public Task<IReadOnlyDictionary<string, string>> WouldRefuse(
            IReadOnlyCollection<Step> steps,
            CancellationToken stop
        ) => inner.WouldRefuse(steps, stop);

        public Task<Guid> Create(CreateTopic step, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(Create), () => inner.Create(step, deadline, stop));

        public Task SetConfigs(
            string topic,
            IReadOnlyDictionary<string, string?> configs,
            ActBefore deadline,
            CancellationToken stop
        ) => _acts.Note(nameof(SetConfigs), () => inner.SetConfigs(topic, configs, deadline, stop));

        public Task GrowPartitions(string topic, int to, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(GrowPartitions), () => inner.GrowPartitions(topic, to, deadline, stop));

        public Task Delete(Guid topicId, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(Delete), () => inner.Delete(topicId, deadline, stop));

        public Task DeleteGroup(string group, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(DeleteGroup), () => inner.DeleteGroup(group, deadline, stop));
    }
}
