using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>What of the run that a plan ends counts for it: what a stop would interrupt, and what its state can be restored into.</summary>
public sealed class RunningLook(ArrivedRecords arrived, TimeProvider clock) : IKindService
{
    private readonly RunFigures _figures = new(clock);

    /// <returns>Null where it doesn't run; and the parts that the state is split into that the plan starts it from, null where that isn't known.</returns>
    internal async Task<(RunningJob? Running, int? Parts)> Of(
        IFlink flink,
        LiveJob? live,
        ResourcePlan plan,
        ImmutableArray<JobTable> tables,
        ImmutableArray<SchemaMove> moves,
        CancellationToken stop
    )
    {
        if (live is null)
        {
            return (null, null);
        }

        var looked = clock.GetUtcNow();
        var job = await flink.Job(live.JobId, stop);
        var wrote = Wrote(live, plan.Steps.OfType<StartJob>().SingleOrDefault());
        // A savepoint of the catalogue may be of another run, which Flink may have forgotten.
        var from = wrote == live.JobId || wrote is null ? job : await flink.Job(wrote, stop);
        return (
            live.IsAlive && job is not null ? await Running(flink, live, job, looked, plan, tables, moves, stop) : null,
            wrote is null ? null : from?.Operators.Min(vertex => vertex.MaxParallelism)
        );
    }

    /// <summary>Into how many parts a run's state is split; null where Flink doesn't know the run any more.</summary>
    public static async Task<int?> Parts(IFlink flink, string jobId, CancellationToken stop) =>
        (await flink.Job(jobId, stop))?.Operators.Min(vertex => vertex.MaxParallelism);

    /// <summary>The run that wrote the state that a plan starts from; null where it starts from none.</summary>
    private static string? Wrote(LiveJob live, StartJob? start) =>
        start switch
        {
            { Restored: { } restored } => live.Savepoints.FirstOrDefault(s => s.Number == restored.Number)?.JobId,
            { Stopped: not null } or { From: not null } => live.JobId,
            _ => null,
        };

    private async Task<RunningJob?> Running(
        IFlink flink,
        LiveJob live,
        FlinkJobDetail job,
        DateTimeOffset looked,
        ResourcePlan plan,
        ImmutableArray<JobTable> tables,
        ImmutableArray<SchemaMove> moves,
        CancellationToken stop
    )
    {
        if (await flink.Checkpoints(live.JobId, stop) is not { } checkpoints)
        {
            return null;
        }

        var last = checkpoints.Recent.FirstOrDefault(c => c is { Status: JobCheckpoint.Completed, IsSavepoint: false });
        var next = plan.Steps.OfType<StartJob>().SingleOrDefault();
        var change =
            next is { Stopped: not null, Definition: { Program: null } wanted }
            && (!moves.IsEmpty || live.Definition?.RunsTheSame(wanted) != true)
                ? await StateChange(
                    flink,
                    job,
                    JobSubmission.Of(plan.On.Name, JobSubmission.NoJob, wanted, tables, null),
                    stop
                )
                : null;
        var ends = plan.Steps.Any(step => step is StopJob or CancelJob { WasOver: false });
        var isCancelled = plan.Steps.OfType<StopJob>().Any(step => step.WithoutSavepoint);
        var group = isCancelled ? CommittingGroup.Of(live.Name, live.Definition) : null;
        var since = ends ? await Since(live, plan, last?.At + (looked - job.Now), group, stop) : null;
        var (behind, lastStart) = ends
            ? await _figures.Of(flink, live.JobId, job, isStartedAgain: next is not null, stop)
            : default;
        return new(
            last?.Bytes,
            last?.At ?? await KeptAt(flink, live, stop),
            (await flink.Exceptions(live.JobId, stop)).Count,
            change?.Words,
            since?.Records,
            change?.IsSame,
            behind,
            lastStart
        )
        {
            AsOf = last is null ? null : job.Now,
            DeletesCheckpoints =
                isCancelled && await flink.CheckpointSettings(live.JobId, stop) is { DeletesWhenCancelled: true },
            Uncommitted = since?.Uncommitted,
            Cut = isCancelled ? since?.Cut : null,
        };
    }

    // A JobManager that took over tells of none until the next one; what a job goes on from is what lies in its folder.
    private static async Task<DateTimeOffset?> KeptAt(IFlink flink, LiveJob live, CancellationToken stop) =>
        StateChoice
            .Of(await flink.States(live.Name, live.JobId, stop) ?? [], live.Definition, isCommitted: _ => false)
            ?.WrittenAt;

    /// <param name="checkpoint">By the portal's clock: a record has the time of who wrote it, and Flink's clock may be off.</param>
    private async Task<ArrivedTopics?> Since(
        LiveJob live,
        ResourcePlan plan,
        DateTimeOffset? checkpoint,
        string? group,
        CancellationToken stop
    ) =>
        checkpoint is { } at && live.Definition is { } running
            ? await arrived.Of(plan.On.Cluster, ArrivedRecords.Read(running), at, group, stop)
            : null;

    // What a gateway has against the statements, another check says.
    private static async Task<(string Words, bool IsSame)?> StateChange(
        IFlink flink,
        FlinkJobDetail job,
        JobSubmission next,
        CancellationToken stop
    )
    {
        try
        {
            var explained = await flink.Explain(next, stop);
            var (then, now) = (
                StateOperators.Of(job.Plans),
                StateOperators.Of(explained.Plans.Select(p => p.Execution))
            );
            return explained.Faults.IsEmpty && !job.Plans.IsEmpty
                ? (StateOperators.InWords(then, now), StateOperators.AreSame(then, now))
                : null;
        }
        catch (EngineException unknown) when (unknown.Fault == EngineFault.Final)
        {
            return null;
        }
    }
}
