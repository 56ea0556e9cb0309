using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Bench.Jobs;

/// <summary>What a real Flink answered of itself and of one job that ran, to be given again for other jobs of that kind as time goes on.</summary>
internal sealed class RecordedAnswers
{
    private static readonly string[] OfAll = ["overview", "jobmanager/config", "jobs/overview"];
    private static readonly string[] OfOne = ["", "/checkpoints", "/checkpoints/config", "/config", "/exceptions"];
    private static readonly string[] Times = ["trigger_timestamp", "latest_ack_timestamp", "now"];
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _at = TimeProvider.System.GetUtcNow();

    private RecordedAnswers(string jobId) => JobId = jobId;

    public string JobId { get; }

    public string Version => JsonNode.Parse(_answers["overview"])!["flink-version"]!.GetValue<string>();

    public static async Task<RecordedAnswers> Of(FlinkJobs flink, string jobId, CancellationToken stop)
    {
        var recorded = new RecordedAnswers(jobId);
        foreach (var path in OfAll.Concat(OfOne.Select(part => $"jobs/{jobId}{part}")))
        {
            recorded._answers[path] = (await flink.Get(path, stop)).GetRawText();
        }

        return recorded;
    }

    /// <summary>An answer about Flink itself; null: none was recorded.</summary>
    public string? Of(string path) => _answers.GetValueOrDefault(path);

    /// <summary>The list of all jobs, as if there were these.</summary>
    public string List(IEnumerable<(string Id, string Name)> jobs)
    {
        var one = JsonNode.Parse(_answers["jobs/overview"])!["jobs"]!
            .AsArray()
            .Single(job => job!["jid"]!.GetValue<string>() == JobId)!;
        return new JsonObject
        {
            ["jobs"] = new JsonArray([
                .. jobs.Select(job =>
                {
                    var copy = one.DeepClone();
                    (copy["jid"], copy["name"]) = (job.Id, job.Name);
                    return copy;
                }),
            ]),
        }.ToJsonString();
    }

    /// <summary>An answer about one job, with the checkpoints that it has made since.</summary>
    /// <param name="part">What follows its id in the address.</param>
    public string? One(string id, string part)
    {
        if (_answers.GetValueOrDefault($"jobs/{JobId}{part}") is not { } text)
        {
            return null;
        }

        var since = TimeProvider.System.GetUtcNow() - _at;
        var checkpoints = (int)(since.TotalSeconds / JobStarts.CheckpointSeconds);
        var body = JsonNode.Parse(text.Replace(JobId, id, StringComparison.Ordinal))!;
        GoOn(body, checkpoints);
        if (body["counts"] is JsonObject counts)
        {
            Add(counts, "completed", checkpoints);
            Add(counts, "total", checkpoints);
        }

        return body.ToJsonString();
    }

    private static void GoOn(JsonNode? body, int checkpoints)
    {
        switch (body)
        {
            case JsonArray list:
                foreach (var item in list)
                {
                    GoOn(item, checkpoints);
                }

                break;
            case JsonObject fields:
                if (fields["trigger_timestamp"] is not null)
                {
                    Add(fields, "id", checkpoints);
                }

                foreach (var (name, value) in fields.ToList())
                {
                    if (value is JsonValue && Times.Contains(name))
                    {
                        Add(fields, name, checkpoints * JobStarts.CheckpointSeconds * 1_000L);
                        continue;
                    }

                    GoOn(value, checkpoints);
                }

                break;
        }
    }

    private static void Add(JsonObject fields, string name, long more)
    {
        if (fields[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
        {
            fields[name] = value.GetValue<long>() + more;
        }
    }
}
