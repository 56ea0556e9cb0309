using System.Net;
using System.Text.Json;

namespace Portal.LocalCluster.Demo;

/// <summary>Changes of the demo's topics as the portal's API takes and tells them.</summary>
internal sealed class DemoChanges(DemoApi api)
{
    public Task<JsonElement> Get(string person, long id, CancellationToken stop) =>
        api.Get(person, $"api/v1/changes/{id}", stop);

    // The change may have moved since it was read: what it became is seen at the next glance.
    public async Task Vote(
        long id,
        string person,
        JsonElement plan,
        string verdict,
        string comment,
        CancellationToken stop
    )
    {
        var ballot = new
        {
            planNumber = plan.GetProperty("number").GetInt32(),
            planHash = plan.GetProperty("hash").GetString(),
            verdict,
            comment,
        };
        using var answer = await api.Send(person, HttpMethod.Post, $"api/v1/changes/{id}/votes", ballot, stop);
        if (answer.StatusCode != HttpStatusCode.Conflict)
        {
            await DemoApi.Expect(answer, stop);
        }
    }

    public async Task Cancel(long id, string person, CancellationToken stop)
    {
        using var answer = await api.Send(person, HttpMethod.Post, $"api/v1/changes/{id}/cancel", null, stop);
        await DemoApi.Expect(answer, stop);
    }

    public async Task Settle(long id, string person, string why, CancellationToken stop)
    {
        using var answer = await api.Send(person, HttpMethod.Post, $"api/v1/changes/{id}/settle", new { why }, stop);
        await DemoApi.Expect(answer, stop);
    }

    public Task<bool> Has(DemoTopic topic, CancellationToken stop) =>
        IsThere(topic, $"api/v1/topics/{topic.Cluster}/{topic.Name}", stop);

    public Task<bool> Has(DemoSchema schema, CancellationToken stop) =>
        IsThere(schema.Topic, $"api/v1/schemas/{schema.Topic.Cluster}/{schema.Subject}", stop);

    public Task<bool> Has(DemoJob job, CancellationToken stop) =>
        IsThere(job.Sink, $"api/v1/jobs/{job.Sink.Cluster}/{job.Name}", stop);

    private async Task<bool> IsThere(DemoTopic topic, string path, CancellationToken stop)
    {
        using var answer = await api.Send(topic.Owner.Member, HttpMethod.Get, path, null, stop);
        return answer.StatusCode != HttpStatusCode.NotFound
            && (await DemoApi.Expect(answer, stop)).ValueKind == JsonValueKind.Object;
    }

    public async Task<bool> IsKnown(DemoTopic topic, string title, CancellationToken stop)
    {
        var path = $"api/v1/changes?search={Uri.EscapeDataString(title)}";
        var known = await api.Get(topic.Owner.Member, path, stop);
        return known
            .GetProperty("items")
            .EnumerateArray()
            .Any(change => change.GetProperty("title").GetString() == title);
    }

    public async Task<long> Ask(
        DemoTopic topic,
        IReadOnlyList<DemoRequest> requests,
        string title,
        string reason,
        CancellationToken stop
    )
    {
        var request = new
        {
            owner = topic.Owner.Name,
            title,
            reason,
            resources = requests.Select(what => new
            {
                kind = what.Kind,
                operation = what.Operation,
                cluster = topic.Cluster,
                name = what.Name,
                spec = what.Spec,
            }),
        };
        using var answer = await api.Send(topic.Owner.Member, HttpMethod.Post, "api/v1/changes", request, stop);
        return (await DemoApi.Expect(answer, stop)).GetProperty("change").GetProperty("id").GetInt64();
    }

    public static string State(JsonElement change) => change.GetProperty("change").GetProperty("state").GetString()!;
}

/// <summary>What is asked for, by the API's words.</summary>
internal sealed record DemoRequest(string Kind, string Operation, string Name, object Spec)
{
    public static DemoRequest Topic(string operation, string name, object spec) => new("topic", operation, name, spec);

    public static DemoRequest Schema(string operation, string subject, string text) =>
        new("schema", operation, subject, new { type = "AVRO", schema = text });
}
