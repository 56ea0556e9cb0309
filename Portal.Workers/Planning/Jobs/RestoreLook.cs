using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Looks at the savepoint that a plan starts a job from, and at what came into the job's topics since.</summary>
public sealed class RestoreLook(ArrivedRecords arrived, JobTopics topics, IDbContextFactory<PortalDb> store)
    : IKindService
{
    /// <param name="tables">Of the version that is to start.</param>
    /// <returns>Null when the plan names no savepoint.</returns>
    public async Task<RestoreEvidence?> Of(
        IFlink flink,
        LiveJob? live,
        ResourcePlan plan,
        ImmutableArray<JobTable> tables,
        CancellationToken stop
    )
    {
        if (plan.Steps.OfType<StartJob>().SingleOrDefault() is not { } start)
        {
            return null;
        }

        if (start.Fork is { } fork)
        {
            return await ForkedSavepoint.Of(store, start.On.Cluster, fork, stop) is { } forked
                ? await Of(flink, start, forked.Savepoint, forked.Job, tables, stop) with
                {
                    Fork = forked.Beside(start.Definition),
                }
                : new RestoreEvidence(fork, IsThere: false, null, [], null);
        }

        return
            start.Restored is { } restored
            && live?.Savepoints.FirstOrDefault(s => s.Number == restored.Number) is { } savepoint
            ? await Of(flink, start, savepoint, start.On.Name, tables, stop)
            : null;
    }

    /// <param name="job">Whose it is.</param>
    private async Task<RestoreEvidence> Of(
        IFlink flink,
        StartJob start,
        KnownSavepoint savepoint,
        string job,
        ImmutableArray<JobTable> tables,
        CancellationToken stop
    )
    {
        var states = await flink.States(job, savepoint.JobId, stop);
        var isThere = states?.Any(state => SavepointPath.Same(state.Path, savepoint.Path));
        var sources = await Task.WhenAll(
            tables
                .Where(t => !t.IsWritten && t.Problem is null)
                .Select(t => arrived.Since(start.On.Cluster, t.Name, savepoint.TakenAt, stop))
        );
        return new(
            savepoint.Number,
            savepoint.Obstacle is null ? isThere : false,
            sources.Any(s => s.Records is null) ? null : sources.Sum(s => s.Records!.Value),
            [.. sources.Where(s => s.IsCut).Select(s => s.Table)],
            await StateChange(flink, start, savepoint, tables, stop)
        );
    }

    private async Task<string?> StateChange(
        IFlink flink,
        StartJob start,
        KnownSavepoint savepoint,
        ImmutableArray<JobTable> tables,
        CancellationToken stop
    )
    {
        if (
            savepoint.Definition is not { Program: null } made
            || start.Definition.Program is not null
            || made.RunsTheSame(start.Definition)
        )
        {
            return null;
        }

        var before = await topics.Of(start.On.Cluster, start.On.Name, made, PlannedTopics.None, stop);
        return before.Any(t => t.Problem is not null) ? null
            : await Operators(flink, start.On.Name, made, before, stop) is { } then
            && await Operators(flink, start.On.Name, start.Definition, tables, stop) is { } next
                ? StateOperators.InWords(then, next)
            : null;
    }

    // What a gateway has against the statements, another check says.
    private static async Task<IReadOnlyList<string>?> Operators(
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
