using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.Bench.Jobs;

/// <summary>Looks at jobs over Flink's REST API, as somebody does who waits for one.</summary>
internal sealed class FlinkJobs(string url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"{url}/") };

    /// <summary>The id of the job of this name whose tasks all run; null: there is none yet.</summary>
    public async Task<string?> Running(string name, CancellationToken stop)
    {
        var all = await Get("jobs/overview", stop);
        return all.GetProperty("jobs")
            .EnumerateArray()
            .Where(job => job.GetProperty("name").GetString() == name && Text(job, "state") == "RUNNING")
            .Where(job => Number(job.GetProperty("tasks"), "running") == Number(job.GetProperty("tasks"), "total"))
            .Select(job => Text(job, "jid"))
            .SingleOrDefault();
    }

    public async Task<int> Checkpoints(string id, CancellationToken stop) =>
        Number((await Get($"jobs/{id}/checkpoints", stop)).GetProperty("counts"), "completed");

    /// <summary>Cancels it and waits until its slots are free.</summary>
    public async Task Cancel(string id, CancellationToken stop)
    {
        (await _http.PatchAsync(new Uri($"jobs/{id}?mode=cancel", UriKind.Relative), null, stop)).Dispose();
        while (Text(await Get($"jobs/{id}", stop), "state") != "CANCELED")
        {
            await Task.Delay(JobStarts.Glance, TimeProvider.System, stop);
        }
    }

    public async Task<JsonElement> Get(string path, CancellationToken stop) =>
        await _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), stop);

    public void Dispose() => _http.Dispose();

    private static string Text(JsonElement body, string name) => body.GetProperty(name).GetString()!;

    private static int Number(JsonElement body, string name) => body.GetProperty(name).GetInt32();
}
