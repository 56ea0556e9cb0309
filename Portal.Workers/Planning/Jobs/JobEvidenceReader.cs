using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Store;
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
    RunningLook runs,
    FlinkVersionLook versions,
    SchemaLook schemas,
    TransactionsOfJob transactions,
    JobNamesakes namesakes,
    StateLook states,
    ProgramLook programs,
    PreflightLook preflight,
    IDbContextFactory<PortalDb> store,
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
        var seesStates = await flink.SeesStates(stop);
        var tested = await preflight.Of(live.Cluster, stop);
        return await Task.WhenAll(
            plans.Select(async plan =>
            {
                var start = plan.Steps.OfType<StartJob>().SingleOrDefault();
                ImmutableArray<JobTable> tables = start is not null
                    ? await topics.Requested(
                        live.Cluster,
                        plan.On.Name,
                        start.Definition,
                        PlannedTopics.Of(plan.Whole),
                        stop
                    )
                    : [];
                var known = live.Resources[plan.On.Name] as LiveJob;
                var forked = start?.Fork is { } number
                    ? await ForkedSavepoint.Of(store, live.Cluster, number, stop)
                    : null;
                var made = forked is null ? known?.Definition : forked.Savepoint.Definition;
                var moves = await schemas.Of(plan.On, made, tables, stop);
                var (stateless, wayBack) = await StatelessLook.Of(flink, plan.Steps, stop);
                var (running, parts) = await runs.Of(flink, known, plan, tables, moves, stop);
                return (ResourceEvidence)
                    new JobEvidence(
                        plan.On,
                        tables,
                        overview.FreeSlots,
                        overview.Slots,
                        running,
                        clock.GetUtcNow(),
                        seesStates
                    )
                    {
                        Artifacts = await artifacts.Of([start?.Definition.Program, start?.Former?.Program], stop),
                        Secrets = start?.Definition.Program is { } program ? await secrets.Owners(program, stop) : [],
                        Restore = await restores.Of(flink, known, forked, plan, tables, stop),
                        Schemas = moves,
                        MaxParallelism = forked is null
                            ? parts
                            : await RunningLook.Parts(flink, forked.Savepoint.JobId, stop),
                        Preflight = tested,
                        Transactions = await transactions.Of(live.Cluster, start?.Definition, tables, stop),
                        Program = await programs.Of(flink, known, plan, stop),
                        StateAge = await states.Of(flink, known, plan, stop),
                        Namesake = await namesakes.Of(plan.On, start?.Definition, stop),
                        StatelessFlink = stateless,
                        FinalStop = wayBack,
                        VersionChange = await versions.Of(
                            flink,
                            overview.Version,
                            known,
                            forked?.Savepoint,
                            plan,
                            stop
                        ),
                    };
            })
        );
    }
}
