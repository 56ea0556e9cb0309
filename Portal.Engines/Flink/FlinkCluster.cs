using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;

namespace Portal.Engines.Flink;

/// <summary>
/// One Flink over its REST API, and its SQL Gateway where it has one. What differs between versions is known by what it answers, not by
/// its number: settings go by either of their names, and the gateway is asked in the newest version that it offers. Only what an old one ignores
/// without a word is known by the number (<see cref="GatewayStart"/>).
/// </summary>
internal sealed class FlinkCluster(FlinkCalls rest, SqlGateway? gateway, TimeProvider clock) : IFlink
{
    public IFlinkJars Jars { get; } = new FlinkJars(rest);

    public async Task<FlinkOverview> Overview(CancellationToken stop) =>
        OverviewJson.Read(rest.Good(await rest.Ask("overview", stop), "describe itself"));

    public async Task<IReadOnlyList<FlinkJob>> Jobs(CancellationToken stop) =>
        [
            .. FlinkJson
                .List(rest.Good(await rest.Ask("jobs/overview", stop), "list its jobs"), "jobs")
                .Select(FlinkJson.Job),
        ];

    public async Task<FlinkJobDetail?> Job(string jobId, CancellationToken stop) =>
        await Of($"jobs/{jobId}", stop) is { } body ? FlinkJson.Detail(body) : null;

    public async Task<FlinkCheckpoints?> Checkpoints(string jobId, CancellationToken stop) =>
        await Of($"jobs/{jobId}/checkpoints", stop) is { } body ? CheckpointJson.Read(body) : null;

    public async Task<CheckpointSettings?> CheckpointSettings(string jobId, CancellationToken stop) =>
        await Of($"jobs/{jobId}/checkpoints/config", stop) is { } body ? CheckpointJson.Settings(body) : null;

    public Task<IReadOnlyList<JobException>> Exceptions(string jobId, CancellationToken stop) =>
        FlinkExceptions.Read(rest, jobId, stop);

    public Task<FlinkGauges> Gauges(string jobId, ImmutableArray<FlinkOperator> operators, CancellationToken stop) =>
        new FlinkMetrics(rest, jobId).Read(operators, stop);

    public Task<ImmutableDictionary<string, DateTimeOffset?>> Watermarks(
        string jobId,
        ImmutableArray<JobOperator> operators,
        CancellationToken stop
    ) => FlinkWatermarks.Read(rest, jobId, operators, stop);

    public Task<ImmutableDictionary<string, long>> LateRows(
        string jobId,
        ImmutableArray<JobOperator> operators,
        CancellationToken stop
    ) => FlinkLateRows.Read(rest, jobId, operators, stop);

    public async Task<JobDefinition?> Definition(string jobId, CancellationToken stop) =>
        await Of($"jobs/{jobId}/config", stop) is { } body ? CarriedDefinition.Of(body) : null;

    public Task<TimeSpan?> LastStart(string jobId, FlinkJobDetail job, CancellationToken stop) =>
        FlinkStarts.Last(rest, jobId, job, stop);

    public async Task<bool> SeesStates(CancellationToken stop) => (await Folders(stop)).AreHere;

    public async Task<IReadOnlyList<StoredState>?> States(string job, string jobId, CancellationToken stop) =>
        (await Folders(stop)).Of(job, jobId);

    public async Task<StoredSavepoint?> SavepointOf(JobSavepoint savepoint, CancellationToken stop)
    {
        var folders = await Folders(stop);
        var told = (await Checkpoints(savepoint.JobId, stop))?.Savepoint;
        // Told by Flink, or found where it was to be written when Flink forgot.
        return told is not null && told.Path.Contains($"/{savepoint.Mark}/", StringComparison.Ordinal)
            ? told
            : folders.SavepointOf(savepoint);
    }

    public Task<SqlExplanation> Explain(JobSubmission submission, CancellationToken stop) =>
        Gateway().Explain(submission, stop);

    public Task<ISqlEditor> Edit(JobSubmission submission, CancellationToken stop) => Gateway().Edit(submission, stop);

    public Task<PreviewOutcome> Preview(
        JobSubmission submission,
        SqlStatement query,
        PreviewOptions limits,
        CancellationToken stop
    ) => new SqlPreview(rest, Gateway(), submission, limits).Go(query, stop);

    public Task<string> Submit(JobSubmission submission, ActBefore deadline, CancellationToken stop) =>
        new GatewayStart(rest, Gateway(), submission).Go(deadline, stop);

    public Task<string?> StatelessRelease(CancellationToken stop) => GatewayStart.StatelessRelease(rest, gateway, stop);

    public async Task<GatewayRun?> AtGateway(string jobId, CancellationToken stop) =>
        gateway is not null && (await gateway.Jobs(stop)).GetValueOrDefault(jobId) is { } status
            ? new GatewayRun(status, IsHere: await Job(jobId, stop) is not null)
            : null;

    public Task Stop(JobSavepoint savepoint, ActBefore deadline, CancellationToken stop) =>
        Take(savepoint, stops: true, deadline, stop);

    public Task Fork(JobSavepoint savepoint, ActBefore deadline, CancellationToken stop) =>
        Take(savepoint, stops: false, deadline, stop);

    public Task<bool> IsTaking(JobSavepoint savepoint, CancellationToken stop) =>
        new SavepointTaking(rest, savepoint, clock).IsUnderWay(stop);

    public Task<string?> DeleteSavepoint(string path, ActBefore deadline, CancellationToken stop) =>
        new SavepointDeletion(rest, clock).Go(path, deadline, stop);

    public async Task Cancel(string jobId, ActBefore deadline, CancellationToken stop)
    {
        var answer = await rest.Act(HttpMethod.Patch, $"jobs/{jobId}?mode=cancel", null, deadline, stop);
        if (answer.Status is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict))
        {
            rest.Good(answer, $"cancel job {jobId}");
        }
    }

    private async Task Take(JobSavepoint savepoint, bool stops, ActBefore deadline, CancellationToken stop)
    {
        var target = (await Folders(stop)).TargetOf(savepoint);
        await new SavepointTaking(rest, savepoint, clock).Go(target, stops, deadline, stop);
    }

    private SqlGateway Gateway() =>
        gateway
        ?? throw new EngineException(
            EngineFault.Final,
            $"{rest.What} has no SQL Gateway, so no job can be started by SQL. A platform engineer adds one on the cluster's page."
        );

    private async Task<StateFolders> Folders(CancellationToken stop)
    {
        var body = rest.Good(await rest.Ask("jobmanager/config", stop), "show its configuration");
        return StateFolders.Of(FlinkJson.Settings(body));
    }

    private async Task<JsonElement?> Of(string path, CancellationToken stop)
    {
        var answer = await rest.Ask(path, stop);
        return answer.Status == HttpStatusCode.NotFound ? null : rest.Good(answer, $"answer {path}");
    }
}
