using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning;

/// <summary>A cluster as it answered: its own id, its size, and the topics asked for.</summary>
/// <param name="Topics">By name; null where the cluster says that there is none.</param>
public sealed record LiveReading(
    ClusterId Cluster,
    KafkaFacts Facts,
    ImmutableSortedDictionary<string, LiveTopic?> Topics
)
{
    public ClusterBase ToBase() =>
        new(
            Cluster,
            Facts.EngineId,
            Topics.ToImmutableSortedDictionary(t => t.Key, t => TopicBase.Of(t.Value), StringComparer.Ordinal)
        );
}

/// <summary>Reads the live state that plans are made of, and that is compared again when they are applied.</summary>
public sealed class BaseReader(IKafkaClusters clusters)
{
    /// <exception cref="EngineException">A topic's answer is missing too: no answer is never taken for no topic.</exception>
    public async Task<LiveReading> Read(ClusterId id, IReadOnlyCollection<string> topics, CancellationToken stop)
    {
        var cluster = await clusters.Open(id, stop);
        var facts = await cluster.Describe(stop);
        var answers = await cluster.Topics(topics, stop);
        return new(
            id,
            facts,
            topics.ToImmutableSortedDictionary(name => name, name => Found(answers[name]), StringComparer.Ordinal)
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
