using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>
/// One Flink over its REST API, and its SQL Gateway where it has one. What differs between versions is known by what it answers, not by
/// its number: settings go by either of their names, and the gateway is asked in the newest version that it offers.
/// </summary>
internal sealed class FlinkCluster(FlinkCalls rest, FlinkCalls? gateway, TimeProvider clock) : IFlink
{
    private static readonly TimeSpan StopPause = TimeSpan.FromMilliseconds(200);
    private StateFolders? _folders;

    public async Task<FlinkOverview> Overview(CancellationToken stop)
    {
        var body = rest.Good(await rest.Ask("overview", stop), "describe itself");
        return new(
            FlinkJson.Text(body, "flink-version"),
            (int)(FlinkJson.Number(body, "taskmanagers") ?? 0),
            (int)(FlinkJson.Number(body, "slots-total") ?? 0),
            (int)(FlinkJson.Number(body, "slots-available") ?? 0)
        );
    }

    public async Task<IReadOnlyList<FlinkJob>> Jobs(CancellationToken stop) =>
        [
            .. FlinkJson
                .List(rest.Good(await rest.Ask("jobs/overview", stop), "list its jobs"), "jobs")
                .Select(FlinkJson.Job),
        ];

    public async Task<FlinkJobDetail?> Job(string jobId, CancellationToken stop) =>
        await Of($"jobs/{jobId}", stop) is { } body ? FlinkJson.Detail(body) : null;

    public async Task<FlinkCheckpoints?> Checkpoints(string jobId, CancellationToken stop) =>
        await Of($"jobs/{jobId}/checkpoints", stop) is { } body ? FlinkJson.Checkpoints(body) : null;

    public async Task<IReadOnlyList<JobException>> Exceptions(string jobId, CancellationToken stop) =>
        await Of($"jobs/{jobId}/exceptions", stop) is { } body ? [.. FlinkJson.Exceptions(body)] : [];

    public async Task<JobDefinition?> Definition(string jobId, CancellationToken stop) =>
        await Of($"jobs/{jobId}/config", stop) is { } body
        && body.TryGetProperty("execution-config", out var config)
        && config.TryGetProperty("user-config", out var carried)
        && FlinkJson.Text(carried, CarriedDefinition.Key) is { Length: > 0 } text
            ? CarriedDefinition.Read(text)
            : null;

    public async Task<IReadOnlyList<StoredState>?> States(string job, string jobId, CancellationToken stop) =>
        (await Folders(stop)).Of(job, jobId);

    public async Task<string?> SavepointOf(JobStop stopped, CancellationToken stop)
    {
        var folders = await Folders(stop);
        var told = (await Checkpoints(stopped.JobId, stop))?.Savepoint;
        // Told by Flink, or found where it was to be written when Flink forgot.
        return told is not null && told.Contains($"/{stopped.Mark}/", StringComparison.Ordinal)
            ? told
            : folders.SavepointOf(stopped);
    }

    public async Task<string?> Refusal(JobSubmission submission, CancellationToken stop)
    {
        var session = await SqlSession.Open(Gateway(), submission, stop);
        try
        {
            await session.Prepare(submission, stop);
            await session.Explain(submission, stop);
            return null;
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return refused.Message;
        }
        finally
        {
            await session.Close();
        }
    }

    public async Task<string> Submit(JobSubmission submission, ActBefore deadline, CancellationToken stop)
    {
        var session = await SqlSession.Open(Gateway(), submission, stop);
        try
        {
            await session.Prepare(submission, stop);
            return await session.Submit(submission, deadline, stop);
        }
        finally
        {
            await session.Close();
        }
    }

    public async Task Stop(JobStop stopped, ActBefore deadline, CancellationToken stop)
    {
        var target =
            (await Folders(stop)).TargetOf(stopped)
            ?? throw new EngineException(
                EngineFault.Final,
                $"{rest.What} has no folder for savepoints. Set execution.checkpointing.savepoint-dir in its configuration."
            );
        var body = new
        {
            targetDirectory = target,
            drain = false,
            formatType = "CANONICAL",
            triggerId = stopped.Mark,
        };
        var answer = await rest.Act(HttpMethod.Post, $"jobs/{stopped.JobId}/stop", body, deadline, stop);
        rest.Good(answer, $"stop {stopped.Name}");
        while (deadline.Left() > TimeSpan.Zero)
        {
            var progress = await rest.Ask($"jobs/{stopped.JobId}/savepoints/{stopped.Mark}", stop);
            if (progress.Status == HttpStatusCode.NotFound)
            {
                throw new EngineException(
                    EngineFault.Unknown,
                    $"{rest.What} doesn't remember being asked to stop {stopped.Name}."
                );
            }

            if (IsOver(rest.Good(progress, "tell how far the savepoint is"), stopped))
            {
                return;
            }

            await Task.Delay(StopPause, clock, stop);
        }

        throw new EngineException(EngineFault.Transient, $"The savepoint of {stopped.Name} is still being written.");
    }

    public async Task Cancel(string jobId, ActBefore deadline, CancellationToken stop)
    {
        var answer = await rest.Act(HttpMethod.Patch, $"jobs/{jobId}?mode=cancel", null, deadline, stop);
        if (answer.Status is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict))
        {
            rest.Good(answer, $"cancel job {jobId}");
        }
    }

    private bool IsOver(JsonElement progress, JobStop stopped)
    {
        var status = progress.TryGetProperty("status", out var s) ? FlinkJson.Text(s, "id") : "";
        var operation = progress.TryGetProperty("operation", out var o) ? o : default;
        return operation.ValueKind == JsonValueKind.Object && operation.TryGetProperty("failure-cause", out var cause)
            ? throw new EngineException(
                EngineFault.Final,
                $"The savepoint of {stopped.Name} failed: {FlinkFaults.RootCause(FlinkJson.Text(cause, "stack-trace")).TrimEnd('.')}."
            )
            : status == "COMPLETED";
    }

    private FlinkCalls Gateway() =>
        gateway
        ?? throw new EngineException(
            EngineFault.Final,
            $"{rest.What} has no SQL Gateway, so no job can be started by SQL. A platform engineer adds one on the cluster's page."
        );

    private async Task<StateFolders> Folders(CancellationToken stop)
    {
        if (_folders is { } known)
        {
            return known;
        }

        var body = rest.Good(await rest.Ask("jobmanager/config", stop), "tell its configuration");
        var settings = Settings(body);
        return _folders = new(
            settings.GetValueOrDefault("execution.checkpointing.dir")
                ?? settings.GetValueOrDefault("state.checkpoints.dir"),
            settings.GetValueOrDefault("execution.checkpointing.savepoint-dir")
                ?? settings.GetValueOrDefault("state.savepoints.dir")
        );
    }

    /// <summary>A JobManager's configuration by key.</summary>
    public static Dictionary<string, string> Settings(JsonElement body) =>
        body.ValueKind == JsonValueKind.Array
            ? body.EnumerateArray()
                .DistinctBy(setting => FlinkJson.Text(setting, "key"))
                .ToDictionary(
                    setting => FlinkJson.Text(setting, "key"),
                    setting => FlinkJson.Text(setting, "value"),
                    StringComparer.Ordinal
                )
            : [];

    private async Task<JsonElement?> Of(string path, CancellationToken stop)
    {
        var answer = await rest.Ask(path, stop);
        return answer.Status == HttpStatusCode.NotFound ? null : rest.Good(answer, $"answer {path}");
    }
}
