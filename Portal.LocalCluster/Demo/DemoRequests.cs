using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>Asks the portal for the demo's topics as its people would: request, plan, approval by another person, applied.</summary>
internal sealed class DemoRequests(DemoApi api, IOptions<DemoOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Planning = ["planning", "checking"];
    private static readonly string[] UnderWay =
    [
        .. Planning,
        "pending-approval",
        "approved",
        "applying",
        "verifying",
        "stale",
    ];

    /// <summary>Done when the topic is there, whoever made it.</summary>
    /// <returns>Whether it was made now.</returns>
    /// <exception cref="DemoException">The portal refused, or the change ended otherwise.</exception>
    public async Task<bool> Have(DemoTopic topic, CancellationToken stop)
    {
        if (await Has(topic, stop))
        {
            return false;
        }

        var id = await Ask(topic, topic.Name, "create", "", "Part of the demo.", topic.Spec(topic.Partitions), stop);
        await Follow(id, topic, stop);
        return true;
    }

    /// <summary>Asks for a change and takes it as far as it is to go; once, however often the demo starts.</summary>
    public async Task Have(DemoStory story, CancellationToken stop)
    {
        var topic = story.Topic;
        if (await IsKnown(topic, story.Title, stop))
        {
            return;
        }

        var id = await Ask(topic, topic.Name, "update", story.Title, story.Reason, story.Spec, stop);
        var planned = await Until(id, topic, state => !Planning.Contains(state), stop);
        switch (story.End)
        {
            case DemoEnd.IsSentBack:
                await Vote(
                    id,
                    topic.Owner.Approver,
                    planned.GetProperty("plan"),
                    "request-changes",
                    story.Comment,
                    stop
                );
                break;
            case DemoEnd.IsRejected:
                await Vote(id, topic.Owner.Approver, planned.GetProperty("plan"), "reject", story.Comment, stop);
                break;
            case DemoEnd.IsCancelled:
                await Cancel(id, topic.Owner.Member, stop);
                break;
        }
    }

    /// <summary>Asks to create what is there already, made by hand: planning fails and says why.</summary>
    public async Task AskForWhatIsThere(DemoTopic like, string name, CancellationToken stop)
    {
        var title = $"Create {name}";
        if (!await IsKnown(like, title, stop))
        {
            await Ask(like, name, "create", title, "The nightly import needs it.", like.Spec(like.Partitions), stop);
        }
    }

    private async Task Follow(long id, DemoTopic topic, CancellationToken stop)
    {
        var change = await Until(id, topic, state => state == "applied" || !UnderWay.Contains(state), stop);
        var (state, words) = (State(change), change.GetProperty("change").GetProperty("told"));
        if (state != "applied")
        {
            throw new DemoException($"{topic.Name} on {topic.Cluster} ended {state}: {words}");
        }
    }

    private async Task<JsonElement> Until(long id, DemoTopic topic, Func<string, bool> isThere, CancellationToken stop)
    {
        var until = clock.GetUtcNow() + options.Value.Patience;
        while (clock.GetUtcNow() < until)
        {
            var change = await api.Get(topic.Owner.Member, $"api/v1/changes/{id}", stop);
            var state = State(change);
            if (isThere(state))
            {
                return change;
            }

            if (state == "pending-approval")
            {
                await Vote(id, topic.Owner.Approver, change.GetProperty("plan"), "approve", "", stop);
            }

            await Task.Delay(Glance, clock, stop);
        }

        throw new DemoException($"{topic.Name} on {topic.Cluster} was not applied within {options.Value.Patience}.");
    }

    // The change may have moved since it was read: what it became is seen at the next glance.
    private async Task Vote(
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

    private async Task Cancel(long id, string person, CancellationToken stop)
    {
        using var answer = await api.Send(person, HttpMethod.Post, $"api/v1/changes/{id}/cancel", null, stop);
        await DemoApi.Expect(answer, stop);
    }

    private async Task<bool> Has(DemoTopic topic, CancellationToken stop)
    {
        var path = $"api/v1/topics/{topic.Cluster}/{topic.Name}";
        using var answer = await api.Send(topic.Owner.Member, HttpMethod.Get, path, null, stop);
        return answer.StatusCode != HttpStatusCode.NotFound
            && (await DemoApi.Expect(answer, stop)).ValueKind == JsonValueKind.Object;
    }

    private async Task<bool> IsKnown(DemoTopic topic, string title, CancellationToken stop)
    {
        var path = $"api/v1/changes?search={Uri.EscapeDataString(title)}";
        var known = await api.Get(topic.Owner.Member, path, stop);
        return known
            .GetProperty("items")
            .EnumerateArray()
            .Any(change => change.GetProperty("title").GetString() == title);
    }

    private async Task<long> Ask(
        DemoTopic topic,
        string name,
        string operation,
        string title,
        string reason,
        object spec,
        CancellationToken stop
    )
    {
        var request = new
        {
            owner = topic.Owner.Name,
            title,
            reason,
            resources = new[]
            {
                new
                {
                    kind = "topic",
                    operation,
                    cluster = topic.Cluster,
                    name,
                    spec,
                },
            },
        };
        using var answer = await api.Send(topic.Owner.Member, HttpMethod.Post, "api/v1/changes", request, stop);
        return (await DemoApi.Expect(answer, stop)).GetProperty("change").GetProperty("id").GetInt64();
    }

    private static string State(JsonElement change) => change.GetProperty("change").GetProperty("state").GetString()!;
}
