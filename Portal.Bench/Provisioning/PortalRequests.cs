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
        var asked = await Post(
            person,
            "api/v1/changes",
            new
            {
                owner = "payments",
                reason = "bench",
                resources = new[]
                {
                    new
                    {
                        kind = "topic",
                        operation = "create",
                        cluster,
                        name = topic,
                        spec = new { partitions, replication },
                    },
                },
            },
            stop
        );
        var id = asked.GetProperty("change").GetProperty("id").GetInt64();
        while (await State(id, stop) is var state && state != "applied")
        {
            if (state is "stuck" or "plan-failed" or "changes-requested" or "pending-approval" or "rolled-back")
            {
                throw new InvalidOperationException($"Change {id} for {topic} is {state}.");
            }

            await Task.Delay(Glance, TimeProvider.System, stop);
        }
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

    private async Task<string?> State(long id, CancellationToken stop) =>
        (await person.GetFromJsonAsync<JsonElement>($"api/v1/changes/{id}", stop))
            .GetProperty("change")
            .GetProperty("state")
            .GetString();

    private static async Task<JsonElement> Post(HttpClient http, string path, object body, CancellationToken stop)
    {
        using var answer = await http.PostAsJsonAsync(path, body, stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"POST {path} was answered {(int)answer.StatusCode}: {text}");
    }
}
