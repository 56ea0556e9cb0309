using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Topics;

/// <summary>Topics as their cluster tells them now.</summary>
public sealed class TopicLiveReader(IKafkaClusters clusters) : ILiveReader
{
    public ResourceKind Kind => TopicKind.Word;

    public async Task<LiveEngine> Read(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<string> toCreate,
        CancellationToken stop
    )
    {
        var kafka = await clusters.Open(cluster, stop);
        var facts = kafka.Describe(stop);
        var answers = kafka.Topics(names, stop);
        var others = toCreate.Count == 0 ? Task.FromResult<IReadOnlyList<TopicListing>>([]) : kafka.ListTopics(stop);
        await Task.WhenAll(facts, answers, others);
        return new(
            Kind,
            cluster,
            facts.Result.EngineId,
            names.ToImmutableSortedDictionary(
                n => n,
                n => (ResourceState?)Found(answers.Result[n]),
                StringComparer.Ordinal
            ),
            TopicName.Collisions(toCreate, others.Result.Select(t => t.Name)),
            facts.Result.Brokers.Length
        );
    }

    public async Task<string> EngineId(ClusterId cluster, CancellationToken stop) =>
        (await (await clusters.Open(cluster, stop)).Describe(stop)).EngineId;

    public async Task<string?> WouldRefuse(
        ClusterId cluster,
        IReadOnlyCollection<Step> steps,
        IReadOnlyCollection<Step> whole,
        CancellationToken stop
    )
    {
        var refused = await (await clusters.Open(cluster, stop)).WouldRefuse(steps, stop);
        return steps.Select(step => step.On.Name).FirstOrDefault(refused.ContainsKey) is { } name
            ? $"Kafka would refuse this for {name}: {refused[name]}"
            : null;
    }

    private static LiveTopic? Found(TopicAnswer answer) =>
        answer switch
        {
            TopicAnswer.Found found => found.Topic,
            TopicAnswer.Missing => null,
            TopicAnswer.Unknown unknown => throw new EngineException(EngineFault.Transient, unknown.Words),
            _ => throw new InvalidOperationException(answer.GetType().Name),
        };
}
