using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>What a Flink has against a start, without doing it: SQL is explained; of a JAR only that it takes any is known.</summary>
internal static class StartTrial
{
    /// <summary>Null when it has nothing, or can't tell.</summary>
    /// <param name="planned">What the plan makes before the job starts.</param>
    public static async Task<string?> Refusal(
        IFlink flink,
        JobTopics topics,
        StartJob start,
        PlannedTopics planned,
        CancellationToken stop
    )
    {
        if (start.Definition.Program is not null)
        {
            return await flink.Jars.Refusal(stop);
        }

        var tables = await topics.Requested(start.On.Cluster, start.On.Name, start.Definition, planned, stop);
        // What is wrong with a topic is a check's to say.
        if (tables.Any(t => t.Problem is not null))
        {
            return null;
        }

        var submission = JobSubmission.Of(start.On.Name, JobSubmission.NoJob, start.Definition, tables, from: null);
        return await Refusal(flink, submission, stop) is { } words ? $"{start.On.Name}: {words}" : null;
    }

    private static async Task<string?> Refusal(IFlink flink, JobSubmission submission, CancellationToken stop)
    {
        try
        {
            return (await flink.Explain(submission, stop)).Faults is [var fault, ..]
                ? $"line {fault.Line}, column {fault.Column}: {fault.Words}"
                : null;
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return refused.Message;
        }
    }
}
