using System.Collections.Immutable;
using Portal.Core;
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

        public Task<IReadOnlyList<TopicListing>> ListTopics(CancellationToken stop) => inner.ListTopics(stop);

        public Task<IReadOnlyDictionary<string, ContentsAnswer>> Contents(
            IReadOnlyDictionary<string, DateTimeOffset?> since,
            CancellationToken stop
        ) => inner.Contents(since, stop);

        public Task<IReadOnlyDictionary<string, string>> WouldRefuse(
            IReadOnlyCollection<Step> steps,
            CancellationToken stop
        ) => inner.WouldRefuse(steps, stop);

        public Task<Guid> Create(CreateTopic step, ActBefore deadline, CancellationToken stop) =>
            Note(nameof(Create), () => inner.Create(step, deadline, stop));

        public Task SetConfigs(
            string topic,
            IReadOnlyDictionary<string, string?> configs,
            ActBefore deadline,
            CancellationToken stop
        ) => Note(nameof(SetConfigs), () => Did(inner.SetConfigs(topic, configs, deadline, stop)));

        public Task GrowPartitions(string topic, int to, ActBefore deadline, CancellationToken stop) =>
            Note(nameof(GrowPartitions), () => Did(inner.GrowPartitions(topic, to, deadline, stop)));

        public Task Delete(Guid topicId, ActBefore deadline, CancellationToken stop) =>
            Note(nameof(Delete), () => Did(inner.Delete(topicId, deadline, stop)));

        private async Task<T> Note<T>(string act, Func<Task<T>> send)
        {
            try
            {
                var done = await send();
                await File.AppendAllTextAsync(file, $"{act}\n");
                return done;
            }
            catch (EngineException reached) when (reached.Fault != EngineFault.Transient)
            {
                await File.AppendAllTextAsync(file, $"{act}\n");
                throw;
            }
        }

        private static async Task<bool> Did(Task act)
        {
            await act;
            return true;
        }
    }
}
