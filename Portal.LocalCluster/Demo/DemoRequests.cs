using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>Asks the portal for the demo's topics as its people would: request, plan, approval by another person, applied.</summary>
internal sealed class DemoRequests(DemoApi api, IOptions<DemoOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);
    private static readonly string[] UnderWay =
    [
        "planning",
        "checking",
        "pending-approval",
        "approved",
        "applying",
        "verifying",
        "stale",
    ];

    /// <summary>Done when the topic is there, whoever made it.</summary>
    /// <exception cref="DemoException">The portal refused, or the change ended otherwise.</exception>
    public async Task Have(DemoTopic topic, CancellationToken stop)
    {
        if (await Has(topic.AskedBy, topic.Cluster, topic.Name, stop))
        {
            return;
        }

        var id = await Ask(
            topic.AskedBy,
            topic.Owner,
            "",
            "Part of the demo.",
            new
            {
                kind = "topic",
                operation = "create",
                cluster = topic.Cluster,
                name = topic.Name,
                spec = topic.Spec(topic.Partitions),
            },
            stop
        );
        await Follow(id, topic, stop);
    }

    /// <summary>Asks for a growth and leaves it waiting; once, however often the demo starts.</summary>
    public async Task Ask(DemoGrowth growth, CancellationToken stop)
    {
        var topic = DemoWorld.Topics.Single(t => t.Cluster == growth.Cluster && t.Name == growth.Topic);
        var known = await api.Get(growth.AskedBy, $"api/v1/changes?search={Uri.EscapeDataString(growth.Title)}", stop);
        if (known.GetProperty("items").GetArrayLength() == 0)
        {
            await Ask(
                growth.AskedBy,
                topic.Owner,
                growth.Title,
                growth.Reason,
                new
                {
                    kind = "topic",
                    operation = "update",
                    cluster = growth.Cluster,
                    name = growth.Topic,
                    spec = topic.Spec(growth.Partitions),
                },
                stop
            );
        }
    }

    private async Task Follow(long id, DemoTopic topic, CancellationToken stop)
    {
        var until = clock.GetUtcNow() + options.Value.Patience;
        while (clock.GetUtcNow() < until)
        {
            var change = await api.Get(topic.AskedBy, $"api/v1/changes/{id}", stop);
            var state = change.GetProperty("change").GetProperty("state").GetString()!;
            if (state == "applied")
            {
                return;
            }

            if (!UnderWay.Contains(state))
            {
                throw new DemoException(
                    $"{topic.Name} on {topic.Cluster} ended {state}: {change.GetProperty("change").GetProperty("told")}"
                );
            }

            if (state == "pending-approval")
            {
                await Approve(id, topic.ApprovedBy, change.GetProperty("plan"), stop);
            }

            await Task.Delay(Glance, clock, stop);
        }

        throw new DemoException($"{topic.Name} on {topic.Cluster} was not applied within {options.Value.Patience}.");
    }

    // The change may have moved since it was read: what it became is seen at the next glance.
    private async Task Approve(long id, string person, JsonElement plan, CancellationToken stop)
    {
        var ballot = new
        {
            planNumber = plan.GetProperty("number").GetInt32(),
            planHash = plan.GetProperty("hash").GetString(),
            verdict = "approve",
            comment = "",
        };
        using var answer = await api.Send(person, HttpMethod.Post, $"api/v1/changes/{id}/votes", ballot, stop);
        if (answer.StatusCode != HttpStatusCode.Conflict)
        {
            await DemoApi.Expect(answer, stop);
        }
    }

    private async Task<bool> Has(string person, string cluster, string name, CancellationToken stop)
    {
        using var answer = await api.Send(person, HttpMethod.Get, $"api/v1/topics/{cluster}/{name}", null, stop);
        return answer.StatusCode != HttpStatusCode.NotFound
            && (await DemoApi.Expect(answer, stop)).ValueKind == JsonValueKind.Object;
    }

    private async Task<long> Ask(
        string person,
        string owner,
        string title,
        string reason,
        object topic,
        CancellationToken stop
    )
    {
        var request = new
        {
            owner,
            title,
            reason,
            resources = new[] { topic },
        };
        using var answer = await api.Send(person, HttpMethod.Post, "api/v1/changes", request, stop);
        return (await DemoApi.Expect(answer, stop)).GetProperty("change").GetProperty("id").GetInt64();
    }
}
