using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>The operators of a version that keep state, as its Flink plans them.</summary>
internal static class StateReading
{
    /// <returns>Null where the gateway has something against the statements, which another check says.</returns>
    public static async Task<IReadOnlyList<string>?> Of(
        IFlink flink,
        string job,
        JobDefinition definition,
        ImmutableArray<JobTable> tables,
        CancellationToken stop
    )
    {
        try
        {
            var explained = await flink.Explain(
                JobSubmission.Of(job, JobSubmission.NoJob, definition, tables, null),
                stop
            );
            return explained.Faults.IsEmpty ? StateOperators.Of(explained.Plans.Select(p => p.Execution)) : null;
        }
        catch (EngineException unknown) when (unknown.Fault == EngineFault.Final)
        {
            return null;
        }
    }
}
