using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Bench.Lag;

namespace Portal.Bench.Jobs;

/// <summary>
/// A job as somebody starts it with curl who knows how: a session of the SQL Gateway, its settings, the two tables, the statement; then looks at
/// Flink until the job has shown what the portal waits for too.
/// </summary>
internal sealed class JobsByHand(string gateway, string bootstrap, FlinkJobs jobs) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"{gateway}/v3/") };

    public async Task<JobTimes> Start(string name, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var session = await Post("sessions", new { }, "sessionHandle", stop);
        foreach (var statement in Statements(name))
        {
            await Run(session, statement, stop);
        }

        string? id;
        while ((id = await jobs.Running(name, stop)) is null)
        {
            await Task.Delay(JobStarts.Glance, TimeProvider.System, stop);
        }

        var running = watch.Elapsed;
        while (
            watch.Elapsed - running < JobStarts.Window || await jobs.Checkpoints(id, stop) < JobStarts.CheckpointsNeeded
        )
        {
            await Task.Delay(JobStarts.Glance, TimeProvider.System, stop);
        }

        var stable = watch.Elapsed;
        await _http.DeleteAsync(new Uri($"sessions/{session}", UriKind.Relative), stop);
        return new(id, running, stable);
    }

    public void Dispose() => _http.Dispose();

    private IEnumerable<string> Statements(string name) =>
        [
            $"SET 'pipeline.name' = '{name}'",
            $"SET 'execution.checkpointing.interval' = '{JobStarts.CheckpointSeconds}s'",
            "SET 'execution.checkpointing.mode' = 'EXACTLY_ONCE'",
            $"CREATE TEMPORARY TABLE source (`value` STRING) WITH ({Common(LagWorld.Topic(0))}, "
                + $"'properties.group.id' = '{name}', 'scan.startup.mode' = 'earliest-offset')",
            $"CREATE TEMPORARY TABLE sink (`value` STRING) WITH ({Common(LagWorld.Topic(1))}, "
                + $"'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '{name}', "
                + "'properties.transaction.timeout.ms' = '900000')",
            "INSERT INTO sink SELECT UPPER(`value`) FROM source",
        ];

    private string Common(string topic) =>
        $"'connector' = 'kafka', 'topic' = '{topic}', 'properties.bootstrap.servers' = '{bootstrap}', 'format' = 'raw'";

    private async Task Run(string session, string statement, CancellationToken stop)
    {
        var operation = await Post($"sessions/{session}/statements", new { statement }, "operationHandle", stop);
        var result = new Uri($"sessions/{session}/operations/{operation}/result/0", UriKind.Relative);
        while (
            (await _http.GetFromJsonAsync<JsonElement>(result, stop)).GetProperty("resultType").GetString()
            == "NOT_READY"
        )
        {
            await Task.Delay(JobStarts.Glance, TimeProvider.System, stop);
        }
    }

    private async Task<string> Post(string path, object body, string handle, CancellationToken stop)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, stop);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty(handle).GetString()!;
    }
}
