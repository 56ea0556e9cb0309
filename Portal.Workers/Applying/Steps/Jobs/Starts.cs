using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>Submits a job with its tables, generated from the schema versions that its definition names, or else from the newest.</summary>
public sealed class Starts(JobTopics topics, SavepointLedger savepoints, ProgramStarts programs) : IKindService
{
    /// <summary>Where the savepoint lies of which a job starts with a copy.</summary>
    public async Task<string> Forked(ResourceRef on, long number, CancellationToken stop) =>
        await savepoints.PathOf(on.Cluster, number, stop)
        ?? throw new EngineException(
            EngineFault.Final,
            $"Savepoint {number} is deleted, or is being deleted, so {on.Name} can't start from it."
        );

    public async Task<string> Submit(
        IFlink flink,
        ResourceRef on,
        string jobId,
        JobDefinition definition,
        PlannedTopics planned,
        string? from,
        StepScope scope,
        CancellationToken stop
    )
    {
        var tables = await topics.Of(on.Cluster, on.Name, definition, planned, stop);
        if (tables.FirstOrDefault(t => t.Problem is not null) is { } broken)
        {
            throw new EngineException(EngineFault.Final, $"{broken.Name}: {broken.Problem}");
        }

        if (from is not null && !await savepoints.Restore(scope.Fenced, on, from, jobId, stop))
        {
            throw new EngineException(EngineFault.Final, $"{from} is being deleted, so {on.Name} can't start from it.");
        }

        return definition.Program is { } program
            ? await programs.Submit(flink, on, new(on.Name, jobId, definition, program, [], from), scope, stop)
            : await flink.Submit(JobSubmission.Of(on.Name, jobId, definition, tables, from), scope.Deadline, stop);
    }
}
