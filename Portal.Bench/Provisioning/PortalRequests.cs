using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.Bench.Provisioning;

/// <summary>Asks a running portal over its REST API, as a script of a user would.</summary>
internal sealed class PortalRequests(HttpClient person, string cluster)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    /// <summary>Done when the change is applied, which is after its own verification.</summary>
    public async Task Create(string topic, int partitions, int replication, CancellationToken stop)
    {
        var id = await Ask("topic", topic, new { partitions, replication }, stop);
        while (!await IsApplied(id, approver: null, stop))
        {
            await Task.Delay(Glance, TimeProvider.System, stop);
        }
    }

    /// <returns>The change that starts it.</returns>
    public Task<long> Job(string name, object spec, CancellationToken stop) => Ask("job", name, spec, stop);

    /// <summary>Whether all of it is done; what waits for an approval gets it.</summary>
    /// <param name="approver">Null: it needs nobody's approval.</param>
    /// <exception cref="InvalidOperationException">Nothing comes of it.</exception>
    public async Task<bool> IsApplied(long id, HttpClient? approver, CancellationToken stop)
    {
        var found = await person.GetFromJsonAsync<JsonElement>($"api/v1/changes/{id}", stop);
        var change = found.GetProperty("change");
        var state = change.GetProperty("state").GetString();
        if (state == "pending-approval" && approver is not null)
        {
            await Approve(approver, id, found.GetProperty("plan"), stop);
            return false;
        }

        return state is "stuck" or "plan-failed" or "changes-requested" or "pending-approval" or "rolled-back"
            ? throw new InvalidOperationException($"Change {id} is {state}: {change.GetProperty("statusMessage")}")
            : state == "applied";
    }

    public static Task Register(HttpClient platform, string name, string addresses, CancellationToken stop) =>
        Post(
            platform,
            "api/v1/clusters",
            new
            {
                name,
                environment = "dev",
                region = "local",
                addresses,
            },
            stop
        );

    /// <param name="flink">Its addresses, as the API takes them.</param>
    public static async Task AddFlink(HttpClient platform, string cluster, object flink, CancellationToken stop)
    {
        using var answer = await platform.PutAsJsonAsync($"api/v1/clusters/{cluster}/flink", flink, stop);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(stop));
        }
    }

    private async Task<long> Ask(string kind, string name, object spec, CancellationToken stop)
    {
        var resource = new
        {
            kind,
            operation = "create",
            cluster,
            name,
            spec,
        };
        var request = new
        {
            owner = "payments",
            reason = "bench",
            resources = new[] { resource },
        };
        var asked = await Post(person, "api/v1/changes", request, stop);
        return asked.GetProperty("change").GetProperty("id").GetInt64();
    }

    private static Task Approve(HttpClient approver, long id, JsonElement plan, CancellationToken stop) =>
        Post(
            approver,
            $"api/v1/changes/{id}/votes",
            new
            {
                planNumber = plan.GetProperty("number").GetInt32(),
                planHash = plan.GetProperty("hash").GetString(),
                verdict = "approve",
                comment = "",
            },
            stop
        );

    private static async Task<JsonElement> Post(HttpClient http, string path, object body, CancellationToken stop)
    {
        using var answer = await http.PostAsJsonAsync(path, body, stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"POST {path} was answered {(int)answer.StatusCode}: {text}");
    }
}
