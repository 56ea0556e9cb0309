using System.Text.Json;

namespace Portal.Tests.LocalCluster.Streams.Contract;

internal sealed partial class FlinkWalk
{
    private async Task Running()
    {
        var job = await Start("INSERT INTO `walk-out` SELECT n FROM `walk-in`");
        await GetWhen(
            $"/jobs/{job}/checkpoints",
            rest,
            "/jobs/{job}/checkpoints",
            all => all.GetProperty("counts").GetProperty("completed").GetInt64() > 0
        );
        await Job(job, "running");
        await Get($"/jobs/{job}/jobmanager/log-url", rest, "/jobs/{job}/jobmanager/log-url");
        await Get($"/jobs/{job}/jobmanager/config", rest, "/jobs/{job}/jobmanager/config");
        await Vertex(job);
        await Checkpoint(job);
        await Savepoints(job);
        await Rescaling(job);
        await Send(
            HttpMethod.Post,
            $"/jobs/{job}/stop",
            rest,
            new
            {
                drain = false,
                targetDirectory = folder,
                triggerId = Nobody,
            },
            "/jobs/{job}/stop"
        );
        await GetWhen($"/jobs/{job}/savepoints/{Nobody}", rest, "/jobs/{job}/savepoints/{of stop}", IsCompleted);
        await GetWhen($"/jobs/{job}/status", rest, "/jobs/{job}/status, stopped", state => IsState(state, "FINISHED"));
        await Job(job, "stopped");
        await Send(HttpMethod.Patch, $"/jobs/{job}?mode=cancel", rest, name: "/jobs/{job}, stopped");
    }

    private async Task Failing()
    {
        var job = await Start("INSERT INTO `walk-out` SELECT n / (n - n) FROM `walk-in`");
        await GetWhen(
            $"/jobs/{job}/exceptions",
            rest,
            "/jobs/{job}/exceptions, failing",
            all => all.GetProperty("exceptionHistory").GetProperty("entries").GetArrayLength() > 0
        );
        await Get($"/jobs/{job}/yarn-cancel", rest, "/jobs/{job}/yarn-cancel");
        await GetWhen($"/jobs/{job}/status", rest, "/jobs/{job}/status, failing", state => IsState(state, "CANCELED"));
        await Send(HttpMethod.Patch, $"/jobs/{job}?mode=cancel", rest, name: "/jobs/{job}, cancelled");
        await Get("/jobs/overview", rest, "/jobs/overview, with jobs");
        await Get("/jobs", rest, "/jobs, with jobs");
    }

    private async Task<string> Start(string insert)
    {
        var operation = await Statement(insert, "INSERT");
        var job = (await Get($"{operation}/result/0?rowFormat=JSON", gateway, "result of INSERT, again"))
            .GetProperty("jobID")
            .GetString()!;
        return job;
    }

    private async Task Job(string job, string when)
    {
        foreach (
            var part in (string[])
                ["", "/status", "/config", "/plan", "/exceptions", "/accumulators", "/metrics", "/checkpoints/config"]
        )
        {
            await Get($"/jobs/{job}{part}", rest, $"/jobs/{{job}}{part}, {when}");
        }

        await Get($"/jobs/{job}/metrics?get=uptime,numRestarts", rest, $"/jobs/{{job}}/metrics?get, {when}");
    }

    private async Task Vertex(string job)
    {
        var vertex = await FirstVertex(job);
        // Sampled when somebody asks for it first.
        await GetWhen(
            $"/jobs/{job}/vertices/{vertex}/backpressure",
            rest,
            "/jobs/{job}/vertices/{vertex}/backpressure",
            pressure => pressure.GetProperty("status").GetString() == "ok"
        );
        foreach (
            var part in (string[])
                [
                    "",
                    "/subtasktimes",
                    "/taskmanagers",
                    "/subtasks/0",
                    "/subtasks/accumulators",
                    "/flamegraph?type=FULL",
                    "/watermarks",
                    "/accumulators",
                    "/metrics",
                    "/subtasks/metrics",
                    "/subtasks/metrics?get=numRecordsIn&agg=sum,max",
                    "/subtasks/metrics?get=numRecordsIn&agg=nonsense",
                ]
        )
        {
            await Get($"/jobs/{job}/vertices/{vertex}{part}", rest, $"/jobs/{{job}}/vertices/{{vertex}}{part}");
        }

        await Get($"/jobs/{job}/vertices/{Nobody}", rest, "/jobs/{job}/vertices/{unknown}");
    }

    private async Task Checkpoint(string job)
    {
        var (vertex, all) = (await FirstVertex(job), await Get($"/jobs/{job}/checkpoints", rest, "checkpoints, again"));
        var id = all.GetProperty("latest").GetProperty("completed").GetProperty("id").GetInt64();
        var details = $"/jobs/{job}/checkpoints/details";
        await Get($"{details}/{id}", rest, "/jobs/{job}/checkpoints/details/{id}");
        await Get($"{details}/{id}/subtasks/{vertex}", rest, "/jobs/{job}/checkpoints/details/{id}/subtasks/{vertex}");
        await Get($"{details}/999999", rest, "/jobs/{job}/checkpoints/details/{unknown}");
    }

    private async Task Savepoints(string job)
    {
        var location = (await Savepoint(job, folder, "taken")).GetProperty("operation").GetProperty("location");
        await Savepoint(job, "file:///proc/nowhere", "nowhere");
        await Get($"/jobs/{job}/savepoints/{Nobody}", rest, "/jobs/{job}/savepoints/{unknown}");
        var path = new Dictionary<string, string> { ["savepoint-path"] = location.GetString()! };
        var disposal = await Send(HttpMethod.Post, "/savepoint-disposal", rest, path, "/savepoint-disposal of one");
        await GetWhen(
            $"/savepoint-disposal/{disposal.GetProperty("request-id").GetString()}",
            rest,
            "/savepoint-disposal/{trigger}",
            IsCompleted
        );
    }

    private async Task<JsonElement> Savepoint(string job, string to, string name)
    {
        var wanted = new Dictionary<string, object> { ["target-directory"] = to, ["cancel-job"] = false };
        var sent = await Send(HttpMethod.Post, $"/jobs/{job}/savepoints", rest, wanted, $"a savepoint {name}");
        var trigger = sent.GetProperty("request-id").GetString();
        return await GetWhen(
            $"/jobs/{job}/savepoints/{trigger}",
            rest,
            $"/jobs/{{job}}/savepoints/{{{name}}}",
            IsCompleted
        );
    }

    private async Task Rescaling(string job)
    {
        var requirements = $"/jobs/{job}/resource-requirements";
        await Get(requirements, rest, "/jobs/{job}/resource-requirements");
        await Send(HttpMethod.Put, requirements, rest, new { }, "/jobs/{job}/resource-requirements");
        await Send(HttpMethod.Patch, $"/jobs/{job}/rescaling?parallelism=2", rest, name: "/jobs/{job}/rescaling");
    }

    private async Task<string> FirstVertex(string job) =>
        (await Get($"/jobs/{job}", rest, "/jobs/{job}, again"))
            .GetProperty("vertices")[0]
            .GetProperty("id")
            .GetString()!;

    private static bool IsCompleted(JsonElement operation) =>
        operation.GetProperty("status").GetProperty("id").GetString() == "COMPLETED";

    private static bool IsState(JsonElement job, string state) => job.GetProperty("status").GetString() == state;
}
