using System.Collections.Immutable;
using System.Globalization;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>As many partitions and the same settings as the topic it is like, but what is in it is kept for a day at most. What the portal doesn't set, as tiered storage and throttles, goes by what this
/// topic has no part in.</summary>
public sealed class CreateScratchTopicHandler(IKafkaClusters kafkas, JobClusterLookup clusters)
    : IStepHandler<CreateScratchTopic>
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    // Nothing of it is compacted away: all that was written is compared.
    private static readonly ImmutableSortedDictionary<string, string> Own = new Dictionary<string, string>
    {
        ["cleanup.policy"] = "delete",
        ["retention.ms"] = KeptFor.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public async Task<Observation> Observe(CreateScratchTopic step, StepScope scope, CancellationToken stop)
    {
        var all = All(step, scope);
        var (scratch, _) = await all.Place(step.Table, stop);
        return await all.Find(scratch, stop) is { } there
            ? new(ObservedState.After, there, $"{scratch.Name} is there")
            : new(ObservedState.Before, null, $"{scratch.Name} isn't there");
    }

    public async Task<EngineId?> Act(CreateScratchTopic step, StepScope scope, CancellationToken stop)
    {
        var all = All(step, scope);
        var (scratch, topic) = await all.Place(step.Table, stop);
        var like =
            await all.Find(scratch with { Name = topic }, stop)
            ?? throw new EngineException(EngineFault.Final, $"{step.Table}, which the job writes, isn't there.");
        var settings = like
            .Configs.Where(c => c.Value is { IsDefault: false, Value: not null } && TopicConfigs.All.ContainsKey(c.Key))
            .ToImmutableSortedDictionary(c => c.Key, c => c.Value.Value!, StringComparer.Ordinal)
            .SetItems(Own);
        var create = new CreateTopic(
            scratch,
            like.Partitions,
            like.Replication,
            [.. settings.Select(s => new ConfigMove(s.Key, null, s.Value))]
        );
        return TopicIds.Of(await (await all.Open(scratch.Cluster, stop)).Create(create, scope.Deadline, stop));
    }

    public async Task<Verdict> Undo(CreateScratchTopic step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        await All(step, scope).Delete(step.Table, undoing.Incarnation, stop);
        return Verdict.Good;
    }

    private RehearsalTopics All(CreateScratchTopic step, StepScope scope) => new(kafkas, clusters, step.On, scope);
}
