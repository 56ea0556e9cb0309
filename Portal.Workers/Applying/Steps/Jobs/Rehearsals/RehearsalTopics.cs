using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>The scratch topics of a rehearsal: where they lie, and whether they are there.</summary>
internal sealed class RehearsalTopics(IKafkaClusters kafkas, JobClusterLookup clusters, ResourceRef on, StepScope scope)
{
    /// <summary>The scratch topic's place, its name, and the topic that it is like.</summary>
    public async Task<(ResourceRef Scratch, string Topic)> Place(string table, CancellationToken stop)
    {
        var (cluster, topic) =
            await clusters.Place(on.Cluster, table, stop)
            ?? throw new EngineException(EngineFault.Final, $"The cluster of {table} isn't registered any more.");
        var names = new RehearsalNames(scope.Run, on);
        return (new(TopicKind.Word, cluster, names.Topic(table, topic)), topic);
    }

    public Task<IKafkaCluster> Open(ClusterId cluster, CancellationToken stop) =>
        scope.Open(kafkas.Open, cluster, stop);

    /// <summary>Null when there is none.</summary>
    /// <exception cref="EngineException">Transient: its cluster doesn't say.</exception>
    public async Task<LiveTopic?> Find(ResourceRef topic, CancellationToken stop) =>
        (await (await Open(topic.Cluster, stop)).Topics([topic.Name], stop))[topic.Name] switch
        {
            TopicAnswer.Found(var found) => found,
            TopicAnswer.Missing => null,
            TopicAnswer.Unknown(var words) => throw new EngineException(EngineFault.Transient, words),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    /// <param name="made">The id of what the run made, where the journal has it: another topic of the name stays.</param>
    public async Task Delete(string table, EngineId? made, CancellationToken stop)
    {
        var (scratch, _) = await Place(table, stop);
        if (await Find(scratch, stop) is not { } there || (made is not null && there.Incarnation != made))
        {
            return;
        }

        await (await Open(scratch.Cluster, stop)).Delete(there.TopicId, scope.Deadline, stop);
        var isLeft = await scope.Retry.Until(
            async again => await Find(scratch, again) is { } still && still.TopicId == there.TopicId,
            left => !left,
            stop
        );
        if (isLeft)
        {
            throw NotShownYet.Of($"the scratch topic {scratch.Name} is still there");
        }
    }
}
