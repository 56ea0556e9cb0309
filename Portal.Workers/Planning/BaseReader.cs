using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning;

/// <summary>Reads the live state that plans are made of, and that is compared again when they are applied.</summary>
public sealed class BaseReader(IKafkaClusters clusters)
{
    /// <param name="toCreate">Those of the topics that are to be made: all other names are asked for what they collide with.</param>
    /// <exception cref="EngineException">A topic's answer is missing too: no answer is never taken for no topic.</exception>
    public async Task<LiveCluster> Read(
        ClusterId id,
        IReadOnlyCollection<string> topics,
        IReadOnlyCollection<string> toCreate,
        CancellationToken stop
    )
    {
        var cluster = await clusters.Open(id, stop);
        var facts = cluster.Describe(stop);
        var answers = cluster.Topics(topics, stop);
        var others = toCreate.Count == 0 ? Task.FromResult<IReadOnlyList<TopicListing>>([]) : cluster.ListTopics(stop);
        await Task.WhenAll(facts, answers, others);
        return new(
            id,
            facts.Result.EngineId,
            facts.Result.Brokers.Length,
            topics.ToImmutableSortedDictionary(n => n, n => Found(answers.Result[n]), StringComparer.Ordinal),
            TopicName.Collisions(toCreate, others.Result.Select(t => t.Name))
        );
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
