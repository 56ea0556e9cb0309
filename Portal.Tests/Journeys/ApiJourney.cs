using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.Journeys;

/// <summary>One topic from a request to its lag, over the REST API, as scripts do it.</summary>
internal sealed class ApiJourney(RunningPortal portal)
{
    public Task<long> Request(
        string person,
        string cluster,
        string topic,
        int partitions,
        IReadOnlyDictionary<string, string>? configs = null,
        int replication = 3
    ) =>
        Ask(
            person,
            "The refund service publishes each refund.",
            "create",
            cluster,
            topic,
            partitions,
            configs,
            replication
        );

    /// <summary>More partitions and less time to keep records: the one changes keys, the other lets records go.</summary>
    public Task<long> Widen(string person, string cluster, string topic, int partitions) =>
        Ask(
            person,
            "Peak season: twice the consumers, and three days of retention are enough.",
            "update",
            cluster,
            topic,
            partitions,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["max.message.bytes"] = "2097152",
                ["retention.ms"] = "259200000",
            }
        );

    private async Task<long> Ask(
        string person,
        string reason,
        string operation,
        string cluster,
        string name,
        int partitions,
        IReadOnlyDictionary<string, string>? configs,
        int replication = 3
    )
    {
        using var client = await portal.As(person);
        var asked = await Post(
            client,
            "api/v1/changes",
            new
            {
                owner = "payments",
                reason,
                resources = new[]
                {
                    new
                    {
                        kind = "topic",
                        operation,
                        cluster,
                        name,
                        spec = new
                        {
                            partitions,
                            replication,
                            configs,
                        },
                    },
                },
            }
        );
        return asked.GetProperty("change").GetProperty("id").GetInt64();
    }

    /// <param name="part">What the cluster has beside its brokers: its registry or its Flink.</param>
    public async Task Register(string cluster, string environment, string bootstrap, string part, object entry)
    {
        await Register(cluster, environment, bootstrap);
        using var sam = await portal.As("sam");
        using var added = await sam.PutAsJsonAsync($"api/v1/clusters/{cluster}/{part}", entry);
        added.IsSuccessStatusCode.ShouldBeTrue(await added.Content.ReadAsStringAsync());
    }

    public async Task Register(string cluster, string environment, string bootstrap)
    {
        using var sam = await portal.As("sam");
        await Post(
            sam,
            "api/v1/clusters",
            new
            {
                name = cluster,
                environment,
                region = "local",
                addresses = bootstrap,
            }
        );
    }

    public async Task Approve(string person, long id)
    {
        using var client = await portal.As(person);
        var change = await Become(client, id, "pending-approval");
        var plan = change.GetProperty("plan");
        await Post(
            client,
            $"api/v1/changes/{id}/votes",
            new
            {
                planNumber = plan.GetProperty("number").GetInt32(),
                planHash = plan.GetProperty("hash").GetString(),
                verdict = "approve",
            }
        );
    }

    public async Task Applied(string person, long id, TimeSpan? within = null)
    {
        using var client = await portal.As(person);
        await Become(client, id, "applied", within);
    }

    public static async Task<JsonElement> Post(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"POST {path} was answered {(int)answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<JsonElement> Become(HttpClient client, long id, string state, TimeSpan? within = null)
    {
        JsonElement change = default;
        try
        {
            await Deadline.Until(
                async () =>
                {
                    change = await client.GetFromJsonAsync<JsonElement>($"api/v1/changes/{id}");
                    return change.GetProperty("change").GetProperty("state").GetString() == state;
                },
                within
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"Change {id} did not become {state}:\n{change}\n{portal.Logs}", late);
        }

        return change;
    }
}
