using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>How a change ended.</summary>
/// <param name="Stuck">What it said each time that a person had to do something.</param>
internal sealed record EndedChange(long Id, string State, string? Words, IReadOnlyList<string> Stuck);

/// <summary>Changes over the REST API, by people who try again when the portal doesn't answer, approve what waits and retry what is stuck.</summary>
internal sealed class LotteryChanges : IDisposable
{
    private const int MostRetries = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly string[] Over = ["applied", "rolled-back", "settled", "cancelled", "rejected", "expired"];
    private readonly HttpClient _engineer;
    private readonly HttpClient[] _approvers;
    private int _sent;

    private LotteryChanges(HttpClient engineer, HttpClient[] approvers) =>
        (_engineer, _approvers) = (engineer, approvers);

    public static async Task<LotteryChanges> Of(RunningPortal portal) =>
        new(await portal.As("ada"), [await portal.As("grace"), await portal.As("sam")]);

    public static object Topic(string name) =>
        new
        {
            kind = "topic",
            operation = "create",
            cluster = LotteryWorld.Cluster,
            name,
            spec = new { partitions = 1, replication = 1 },
        };

    public static object Job(string operation, string name, JobVersion version) =>
        new
        {
            kind = "job",
            operation,
            cluster = LotteryWorld.Cluster,
            name,
            spec = new
            {
                statements = version.Statements(name),
                parallelism = version.Parallelism,
                checkpoints = new { intervalSeconds = 2 },
                rehearsal = version.IsRehearsed,
            },
        };

    public static object End(string name) =>
        new
        {
            kind = "job",
            operation = "delete",
            cluster = LotteryWorld.Cluster,
            name,
            typedName = name,
        };

    /// <summary>Sent again until it is answered, which makes one change.</summary>
    public async Task<long> Submit(params object[] resources)
    {
        var key = $"lottery-{_sent++}";
        var answer = await Deadline.For<string>(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/changes");
                request.Headers.Add("Idempotency-Key", key);
                request.Content = JsonContent.Create(
                    new
                    {
                        owner = "payments",
                        reason = "the lottery",
                        resources,
                    }
                );
                using var sent = await _engineer.SendAsync(request);
                var text = await sent.Content.ReadAsStringAsync();
                return sent.IsSuccessStatusCode
                    ? text
                    : throw new InvalidOperationException($"{(int)sent.StatusCode}: {text}");
            },
            TimeSpan.FromMinutes(3)
        );
        return JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("change").GetProperty("id").GetInt64();
    }

    /// <summary>What is noted of its steps so far; null when the portal doesn't answer.</summary>
    public async Task<(int Notes, bool IsOver)?> Progress(long id)
    {
        if (await Get($"api/v1/changes/{id}") is not { } change)
        {
            return null;
        }

        var run = change.GetProperty("run");
        var notes = run.ValueKind == JsonValueKind.Object ? run.GetProperty("journal").GetArrayLength() : 0;
        return (notes, Over.Contains(State(change)));
    }

    /// <summary>Until nothing more comes of it.</summary>
    /// <param name="canRetry">Whether all parts are there: nobody takes up again what waits for one of them.</param>
    public async Task<EndedChange> Ends(long id, Func<bool> canRetry)
    {
        var stuck = new List<string>();
        JsonElement last = default;
        try
        {
            return await Deadline.For<EndedChange>(
                async () =>
                {
                    if (await Get($"api/v1/changes/{id}") is not { } change)
                    {
                        return null;
                    }

                    last = change;
                    await Help(change, stuck, canRetry());
                    return Over.Contains(State(change)) ? new(id, State(change)!, Words(change), stuck) : null;
                },
                Longest
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"Change {id} is {State(last)} after {Longest.TotalMinutes} min: {Words(last)}\n{string.Join('\n', stuck)}\n{last}",
                late
            );
        }
    }

    /// <summary>The version that is wanted of a job.</summary>
    public async Task<JobVersion> Wanted(string job)
    {
        var found = await Deadline.For<object>(
            async () => await Get($"api/v1/jobs/{LotteryWorld.Cluster}/{job}"),
            TimeSpan.FromMinutes(1)
        );
        var wanted = ((JsonElement)found).GetProperty("wanted");
        return JobVersion.Of(
            wanted.GetProperty("statements").GetString()!,
            wanted.GetProperty("parallelism").GetInt32()
        );
    }

    public void Dispose()
    {
        _engineer.Dispose();
        Array.ForEach(_approvers, approver => approver.Dispose());
    }

    private async Task Help(JsonElement change, List<string> stuck, bool canRetry)
    {
        var id = change.GetProperty("change").GetProperty("id").GetInt64();
        switch (State(change))
        {
            case "pending-approval":
                foreach (var approver in _approvers)
                {
                    await Approve(approver, id, change.GetProperty("plan"));
                }

                break;
            case "stuck" when canRetry && stuck.Count < MostRetries:
                stuck.Add($"stuck: {Words(change)}");
                await Act(_approvers[^1], $"api/v1/changes/{id}/retry", null);
                break;
            case "stuck" when canRetry:
                await Act(_approvers[^1], $"api/v1/changes/{id}/settle", new { why = "It stays stuck." });
                break;
            case "plan-failed" when canRetry && stuck.Count < MostRetries:
                stuck.Add($"plan failed: {Words(change)}");
                await Act(_engineer, $"api/v1/changes/{id}/plan", null);
                break;
            case "changes-requested" when canRetry:
                // As while its Flink has no slots: nothing was done, and it would be sent as another change.
                stuck.Add($"sent back: {Words(change)}");
                await Act(_engineer, $"api/v1/changes/{id}/cancel", null);
                break;
        }
    }

    private static Task Approve(HttpClient approver, long id, JsonElement plan) =>
        Act(
            approver,
            $"api/v1/changes/{id}/votes",
            new
            {
                planNumber = plan.GetProperty("number").GetInt32(),
                planHash = plan.GetProperty("hash").GetString(),
                verdict = "approve",
                comment = "Looked at.",
            }
        );

    // Who may not, or comes too late, is refused; who isn't answered tries again at the next look.
    private static async Task Act(HttpClient who, string path, object? body)
    {
        try
        {
            using var answer = body is null ? await who.PostAsync(path, null) : await who.PostAsJsonAsync(path, body);
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException) { }
    }

    private async Task<JsonElement?> Get(string path)
    {
        try
        {
            return await _engineer.GetFromJsonAsync<JsonElement>(path);
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    private static string? State(JsonElement change) =>
        change.ValueKind == JsonValueKind.Object
            ? change.GetProperty("change").GetProperty("state").GetString()
            : "not answered";

    private static string? Words(JsonElement change) =>
        change.ValueKind == JsonValueKind.Object
            ? change.GetProperty("change").GetProperty("statusMessage").GetString()
            : null;
}
