using System.Net;
using System.Text.Json;

namespace Portal.Engines.Flink;

/// <summary>Stops a job with a savepoint and waits for it. Flink knows the request again by its mark for as long as the job lives.</summary>
internal sealed class SavepointStop(FlinkCalls rest, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <param name="target">The folder of its savepoint; null when Flink has none for savepoints.</param>
    public async Task Go(JobStop stopped, string? target, ActBefore deadline, CancellationToken stop)
    {
        if (target is null)
        {
            throw new EngineException(
                EngineFault.Final,
                $"{rest.What} has no folder for savepoints. Set execution.checkpointing.savepoint-dir in its configuration."
            );
        }

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
                    $"{rest.What} no longer has the request to stop {stopped.Name}."
                );
            }

            if (IsOver(rest.Good(progress, "show the progress of the savepoint"), stopped))
            {
                return;
            }

            await Task.Delay(Pause, clock, stop);
        }

        throw new EngineException(EngineFault.Transient, $"The savepoint of {stopped.Name} is still being written.");
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
}
