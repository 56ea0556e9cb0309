using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>Asks the portal for the demo's topics as its people would: request, plan, approval by another person, applied.</summary>
internal sealed class DemoRequests(DemoChanges changes, IOptions<DemoOptions> options, TimeProvider clock)
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
        "rolling-back",
        "stale",
    ];

    /// <summary>Done when the topic is there, whoever made it.</summary>
    /// <returns>Whether it was made now.</returns>
    /// <exception cref="DemoException">The portal refused, or the change ended otherwise.</exception>
    public async Task<bool> Have(DemoTopic topic, CancellationToken stop)
    {
        if (await changes.Has(topic, stop))
        {
            return false;
        }

        var create = DemoRequest.Topic("create", topic.Name, topic.Spec(topic.Partitions));
        var id = await changes.Ask(topic, [create], "", "Part of the demo.", stop);
        await Follow(id, topic, stop);
        return true;
    }

    /// <summary>Done when the job is there.</summary>
    /// <returns>Whether it was started now.</returns>
    /// <exception cref="DemoException">The portal refused, or the change ended otherwise.</exception>
    public async Task<bool> Have(DemoJob job, CancellationToken stop)
    {
        if (await changes.Has(job, stop))
        {
            return false;
        }

        var id = await changes.Ask(job.Sink, [job.Request], "", "Part of the demo.", stop);
        await Follow(id, job.Sink, stop);
        return true;
    }

    /// <summary>Asks for a change and takes it as far as it is to go; once, however often the demo starts.</summary>
    public async Task Have(DemoStory story, CancellationToken stop)
    {
        var topic = story.Topic;
        if (await changes.IsKnown(topic, story.Title, stop))
        {
            return;
        }

        var id = await changes.Ask(topic, story.Requests, story.Title, story.Reason, stop);
        var planned = await Until(id, topic, state => !Planning.Contains(state), stop);
        switch (story.End)
        {
            case DemoEnd.IsSentBack:
                await changes.Vote(
                    id,
                    topic.Owner.Approver,
                    planned.GetProperty("plan"),
                    "request-changes",
                    story.Comment,
                    stop
                );
                break;
            case DemoEnd.IsRejected:
                await changes.Vote(
                    id,
                    topic.Owner.Approver,
                    planned.GetProperty("plan"),
                    "reject",
                    story.Comment,
                    stop
                );
                break;
            case DemoEnd.IsCancelled:
                await changes.Cancel(id, topic.Owner.Member, stop);
                break;
            case DemoEnd.IsRefusedByItsCluster:
                await Until(id, topic, state => !UnderWay.Contains(state), stop);
                break;
        }
    }

    /// <summary>Asks to create what is there already, made by hand: planning fails and says why.</summary>
    public async Task AskForWhatIsThere(DemoTopic like, string name, CancellationToken stop)
    {
        var title = $"Create {name}";
        if (!await changes.IsKnown(like, title, stop))
        {
            var create = DemoRequest.Topic("create", name, like.Spec(like.Partitions));
            await changes.Ask(like, [create], title, "The nightly import needs it.", stop);
        }
    }

    /// <summary>Until it is applied.</summary>
    /// <exception cref="DemoException">It ended otherwise.</exception>
    public async Task Follow(long id, DemoTopic topic, CancellationToken stop)
    {
        var change = await Until(id, topic, state => state == "applied" || !UnderWay.Contains(state), stop);
        var (state, words) = (DemoChanges.State(change), change.GetProperty("change").GetProperty("statusMessage"));
        if (state != "applied")
        {
            throw new DemoException($"{topic.Name} on {topic.Cluster} ended {state}: {words}");
        }
    }

    private async Task<JsonElement> Until(long id, DemoTopic topic, Func<string, bool> isThere, CancellationToken stop)
    {
        var until = clock.GetUtcNow() + options.Value.Timeout;
        while (clock.GetUtcNow() < until)
        {
            var change = await changes.Get(topic.Owner.Member, id, stop);
            var state = DemoChanges.State(change);
            if (isThere(state))
            {
                return change;
            }

            if (state == "pending-approval")
            {
                await changes.Vote(id, topic.Owner.Approver, change.GetProperty("plan"), "approve", "", stop);
            }

            await Task.Delay(Glance, clock, stop);
        }

        throw new DemoException($"{topic.Name} on {topic.Cluster} was not applied within {options.Value.Timeout}.");
    }
}
