using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>The tables that a job would get now, the slots that are free, and what a stop would interrupt.</summary>
public sealed class JobEvidenceReader(
    IFlinkClusters flinks,
    JobTopics topics,
    JobArtifacts artifacts,
    SealedSecrets secrets,
    RestoreLook restores,
    ArrivedRecords arrived,
    FlinkVersionLook versions,
    SchemaLook schemas,
    TransactionsOfJob transactions,
    TimeProvider clock
) : IEvidenceReader
{
    public ResourceKind Kind => JobKind.Word;

    public async Task<IReadOnlyList<ResourceEvidence>> Read(
        LiveEngine live,
        IReadOnlyList<ResourcePlan> plans,
        CancellationToken stop
    )
    {
        var flink = await flinks.Open(live.Cluster, stop);
        var overview = await flink.Overview(stop);
        return await Task.WhenAll(
            plans.Select(async plan =>
            {
                var start = plan.Steps.OfType<StartJob>().SingleOrDefault();
                ImmutableArray<JobTable> tables = start is not null
                    ? await topics.Of(live.Cluster, plan.On.Name, start.Definition, PlannedTopics.Of(plan.Whole), stop)
                    : [];
                var seesState = await flink.States(plan.On.Name, JobSubmission.NoJob, stop) is not null;
                var known = live.Resources[plan.On.Name] as LiveJob;
                var moves = await schemas.Of(plan.On, known?.Definition, tables, stop);
                var running = await Running(flink, known, plan, tables, moves, stop);
                return (ResourceEvidence)
                    new JobEvidence(
                        plan.On,
                        tables,
                        overview.FreeSlots,
                        overview.Slots,
                        running,
                        clock.GetUtcNow(),
                        seesState
                    )
                    {
                        Artifacts = await artifacts.Of([start?.Definition.Program, start?.Former?.Program], stop),
                        Secrets = start?.Definition.Program is { } program ? await secrets.Owners(program, stop) : [],
                        Restore = await restores.Of(flink, known, plan, tables, stop),
                        Schemas = moves,
                        Transactions = await transactions.Of(live.Cluster, start?.Definition, tables, stop),
                        VersionChange = await versions.Of(flink, overview.Version, known, plan, stop),
                    };
            })
        );
    }

    private async Task<RunningJob?> Running(
        IFlink flink,
        LiveJob? live,
        ResourcePlan plan,
        ImmutableArray<JobTable> tables,
        ImmutableArray<SchemaMove> moves,
        CancellationToken stop
    )
    {
        if (live is not { IsAlive: true } || await flink.Checkpoints(live.JobId, stop) is not { } checkpoints)
        {
            return null;
        }

        var last = checkpoints.Recent.FirstOrDefault(c => c.Status == JobCheckpoint.Completed);
        var exceptions = await flink.Exceptions(live.JobId, stop);
        var next = plan.Steps.OfType<StartJob>().SingleOrDefault();
        var change =
            next is { Stopped: not null, Definition: { Program: null } wanted }
            && (!moves.IsEmpty || wanted.Statements != live.Definition?.Statements)
                ? await StateChange(
                    flink,
                    live,
                    JobSubmission.Of(plan.On.Name, JobSubmission.NoJob, wanted, tables, null),
                    stop
                )
                : null;
        return new(
            last?.Bytes,
            last?.At,
            exceptions.Count,
            change?.Words,
            await Since(live, plan, last?.At, stop),
            change?.IsSame
        );
    }

    private async Task<long?> Since(
        LiveJob live,
        ResourcePlan plan,
        DateTimeOffset? checkpoint,
        CancellationToken stop
    ) =>
        checkpoint is { } at
        && live.Definition is { } running
        && plan.Steps.Any(step => step is StopJob or CancelJob { WasOver: false })
            ? await arrived.Since(plan.On.Cluster, running, at, stop)
            : null;

    // What a gateway has against the statements, another check says.
    private static async Task<(string Words, bool IsSame)?> StateChange(
        IFlink flink,
        LiveJob live,
        JobSubmission next,
        CancellationToken stop
    )
    {
        try
        {
            var running = (await flink.Job(live.JobId, stop))?.Plans ?? [];
            var explained = await flink.Explain(next, stop);
            var (then, now) = (StateOperators.Of(running), StateOperators.Of(explained.Plans.Select(p => p.Execution)));
            return explained.Faults.IsEmpty && !running.IsEmpty
                ? (StateOperators.InWords(then, now), StateOperators.AreSame(then, now))
                : null;
        }
        catch (EngineException unknown) when (unknown.Fault == EngineFault.Final)
        {
            return null;
        }
    }
}
