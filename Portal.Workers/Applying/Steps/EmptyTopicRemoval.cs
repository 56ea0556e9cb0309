using Portal.Core.Changes;
using Portal.Core.Topics;
using Portal.Engines;

namespace Portal.Workers.Applying.Steps;

/// <summary>Takes away a topic we made, by its id, while it is empty: the door is shut first, so that it stays empty.</summary>
internal sealed class EmptyTopicRemoval(Step.CreateTopic step, Guid made, StepScope scope)
{
    // No batch is as small as nothing, so every write is refused; nothing that is there is touched.
    private const string Door = "max.message.bytes";
    private const string Shut = "0";

    public async Task<bool> IsGone(CancellationToken stop) => IsGone(await Look(stop));

    public async Task<Verdict> Remove(CancellationToken stop)
    {
        await Set(Shut, stop);
        var shut = await scope.Patience.Until(Look, live => IsGone(live) || IsShut(live!), stop);
        if (IsGone(shut))
        {
            return Verdict.Good;
        }

        if (!IsShut(shut!))
        {
            throw new EngineException(EngineFault.Transient, $"{step.Topic} doesn't refuse writes yet.");
        }

        if (await RecordsEver(stop) is > 0 and var records)
        {
            await Set(step.Configs.FirstOrDefault(c => c.Name == Door)?.After, stop);
            return Verdict.Not($"{step.Topic} has been written to ({records} records): deleting it would lose them.");
        }

        await scope.Cluster.Delete(made, scope.Deadline, stop);
        var left = await scope.Patience.Until(Look, IsGone, stop);
        return IsGone(left) ? Verdict.Good : Verdict.Not($"{step.Topic} is still there after it was deleted.");
    }

    private Task<LiveTopic?> Look(CancellationToken stop) => TopicSight.Look(scope.Cluster, step.Topic, stop);

    private bool IsGone(LiveTopic? live) => live?.TopicId != made;

    private static bool IsShut(LiveTopic live) => live.Configs.TryGetValue(Door, out var set) && set.Value == Shut;

    private Task Set(string? value, CancellationToken stop) =>
        scope.Cluster.SetConfigs(
            step.Topic,
            new Dictionary<string, string?>(StringComparer.Ordinal) { [Door] = value },
            scope.Deadline,
            stop
        );

    // By the ends alone: records that retention took away were written all the same.
    private async Task<long> RecordsEver(CancellationToken stop)
    {
        var contents = await scope.Cluster.Contents(step.Topic, null, stop);
        return contents.Partitions.Any(p => p.End is null)
            ? throw new EngineException(
                EngineFault.Transient,
                $"Not every partition of {step.Topic} says where it ends."
            )
            : contents.Partitions.Sum(p => p.End!.Value);
    }
}
