using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core.Jobs;

namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>A job as Flink's REST API lists it.</summary>
internal sealed record ListedJob(string Id, string Name, string State, int Tasks, int Running)
{
    public bool IsAlive => !FlinkStatus.IsOver(State);

    /// <summary>All of it runs.</summary>
    public bool IsRunning => State == FlinkStatus.Running && Running == Tasks;
}

/// <summary>Asks Flink past the portal.</summary>
internal sealed class FlinkJobs(string url) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>Null when it doesn't answer.</summary>
    public async Task<IReadOnlyList<ListedJob>?> All()
    {
        try
        {
            var body = await _http.GetFromJsonAsync<JsonElement>(new Uri($"{url}/jobs/overview"));
            return
            [
                .. body.GetProperty("jobs")
                    .EnumerateArray()
                    .Select(job => new ListedJob(
                        job.GetProperty("jid").GetString()!,
                        job.GetProperty("name").GetString()!,
                        job.GetProperty("state").GetString()!,
                        job.GetProperty("tasks").GetProperty("total").GetInt32(),
                        job.GetProperty("tasks").GetProperty("running").GetInt32()
                    )),
            ];
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A folder of its configuration.</summary>
    public async Task<string> Folder(string setting)
    {
        var settings = await _http.GetFromJsonAsync<JsonElement>(new Uri($"{url}/jobmanager/config"));
        var value = settings.EnumerateArray().Single(s => s.GetProperty("key").GetString() == setting);
        return new Uri(value.GetProperty("value").GetString()!).LocalPath;
    }

    public void Dispose() => _http.Dispose();
}
