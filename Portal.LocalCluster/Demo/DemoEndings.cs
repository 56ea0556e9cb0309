using System.Text.Json;

namespace Portal.LocalCluster.Demo;

/// <summary>Takes the demo's stories to where they are left, as its people would.</summary>
internal sealed class DemoEndings(DemoChanges changes, DemoRequests requests)
{
    /// <summary>Asks for a change and takes it as far as it is to go; once, however often the demo starts.</summary>
    public async Task Have(DemoStory story, CancellationToken stop)
    {
        var topic = story.Topic;
        if (await changes.IsKnown(topic, story.Title, stop))
        {
            return;
        }

        var id = await changes.Ask(topic, story.Requests, story.Title, story.Reason, stop);
        var planned = await requests.Until(id, topic, state => state is not ("planning" or "checking"), stop);
        switch (story.End)
        {
            case DemoEnd.IsApplied:
                await requests.Follow(id, topic, stop);
                break;
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
                await requests.Until(id, topic, state => !DemoRequests.IsUnderWay(state), stop);
                break;
            case DemoEnd.IsSettled:
                await requests.Until(id, topic, state => state == "stuck", stop);
                await changes.Settle(id, DemoWorld.PlatformEngineer, story.Comment, stop);
                break;
            case DemoEnd.IsPlannedAgain:
                var other = await changes.Ask(topic, [story.Meanwhile!], "", "A session lasts two days now.", stop);
                await requests.Follow(other, topic, stop);
                await requests.Until(id, topic, IsPlannedAgain, stop);
                break;
        }
    }

    // By itself, once a worker found that the first plan no longer fits.
    private static bool IsPlannedAgain(JsonElement change) =>
        change.GetProperty("plan") is { ValueKind: JsonValueKind.Object } plan
        && plan.GetProperty("number").GetInt32() > 1;
}
