using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Topics;

/// <summary>Takes away a topic we made, by its id, while it is empty: the door is shut first, so that it stays empty.</summary>
internal sealed class EmptyTopicRemoval(CreateTopic step, Guid made, IKafkaCluster cluster, StepScope scope)
{
    // No batch is as small as nothing, so every write is refused; nothing that is there is touched.
    private const string Door = "max.message.bytes";
    private const string Shut = "0";

    public async Task<bool> IsGone(CancellationToken stop) =>
        (await TopicSight.Look(cluster, step.On.Name, stop))?.TopicId != made;

    public async Task<Verdict> Remove(CancellationToken stop)
    {
        await Set(Shut, stop);
        var isShut = await scope.Retry.Until(IsShut, shut => shut, stop);
        if (await IsGone(stop))
        {
            return Verdict.Good;
        }

        if (!isShut)
        {
            throw new EngineException(EngineFault.Transient, $"{step.On.Name} doesn't refuse writes everywhere yet.");
        }

        await scope.Retry.Moment(stop);
        if (await RecordsEver(stop) is > 0 and var records)
        {
            return await Stays(
                $"{step.On.Name} has been written to ({records} records): deleting it would lose them.",
                stop
            );
        }

        try
        {
            await cluster.Delete(made, scope.Deadline, stop);
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return await Stays(refused.Message, stop);
        }

        return await scope.Retry.Until(IsGone, gone => gone, stop)
            ? Verdict.Good
            : throw NotShownYet.Of($"{step.On.Name} is still there, set to {Door}={Shut}");
    }

    // Any broker may lead a partition by now, so all of them have to show it.
    private async Task<bool> IsShut(CancellationToken stop) =>
        await cluster.SettingEverywhere(step.On.Name, Door, stop) is { Length: > 0 } told
        && told.All(value => value == Shut);

    // What stays takes writes again; where even that is refused, a person is told what is left to do.
    private async Task<Verdict> Stays(string why, CancellationToken stop)
    {
        var asMade = step.Configs.FirstOrDefault(c => c.Name == Door)?.After;
        try
        {
            await Set(asMade, stop);
            return Verdict.Not(why);
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return Verdict.Not(
                $"{why} Nobody can write to it: it is set to {Door}={Shut}; set it back to {asMade ?? "its default"}. {refused.Message}"
            );
        }
    }

    private Task Set(string? value, CancellationToken stop) =>
        cluster.SetConfigs(
            step.On.Name,
            new Dictionary<string, string?>(StringComparer.Ordinal) { [Door] = value },
            scope.Deadline,
            stop
        );

    // By the ends alone: records that retention took away were written all the same.
    private async Task<long> RecordsEver(CancellationToken stop)
    {
        var contents = await cluster.Contents(step.On.Name, null, stop);
        return contents.Partitions.Any(p => p.End is null)
            ? throw new EngineException(
                EngineFault.Transient,
                $"Not every partition of {step.On.Name} reports its end."
            )
            : contents.Partitions.Sum(p => p.End!.Value);
    }
}
