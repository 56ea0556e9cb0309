using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>Asks the portal for the demo's topics as its people would: request, plan, approval by another person, applied.</summary>
internal sealed class DemoRequests(DemoChanges changes, IOptions<DemoOptions> options, TimeProvider clock)
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

    /// <summary>Asks to create what is there already, made by hand: it is sent back, and says why.</summary>
    public async Task RequestExisting(DemoTopic like, string name, CancellationToken stop)
    {
        var title = $"Create {name}";
        if (!await changes.IsKnown(like, title, stop))
        {
            var create = DemoRequest.Topic("create", name, like.Spec(like.Partitions));
            await changes.Ask(like, [create], title, "The nightly import needs it.", stop);
        }
    }

    public static bool IsUnderWay(string state) => UnderWay.Contains(state);

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

    /// <summary>Somebody who may approve at a step that is waited for, and has not voted; null when nobody may.</summary>
    private static string? Approver(JsonElement change)
    {
        var steps = change.GetProperty("approvals").EnumerateArray().ToList();
        return steps
            .Where(step => !step.GetProperty("isMet").GetBoolean())
            .SelectMany(step => Handles(step, "canApprove"))
            .Except(steps.SelectMany(step => Handles(step, "approvedBy")))
            .FirstOrDefault();
    }

    private static IEnumerable<string> Handles(JsonElement step, string of) =>
        step.GetProperty(of).EnumerateArray().Select(handle => handle.GetString()!);

    public Task<JsonElement> Until(long id, DemoTopic topic, Func<string, bool> isThere, CancellationToken stop) =>
        Until(id, topic, (JsonElement change) => isThere(DemoChanges.State(change)), stop);

    /// <summary>Until it is so. Whoever may approve it does meanwhile.</summary>
    /// <exception cref="DemoException">It didn't become so in time.</exception>
    public async Task<JsonElement> Until(
        long id,
        DemoTopic topic,
        Func<JsonElement, bool> isThere,
        CancellationToken stop
    )
    {
        var until = clock.GetUtcNow() + options.Value.Timeout;
        while (clock.GetUtcNow() < until)
        {
            var change = await changes.Get(topic.Owner.Member, id, stop);
            if (isThere(change))
            {
                return change;
            }

            if (DemoChanges.State(change) == "pending-approval" && Approver(change) is { } approver)
            {
                await changes.Vote(id, approver, change.GetProperty("plan"), "approve", "", stop);
            }

            await Task.Delay(Glance, clock, stop);
        }

        throw new DemoException($"{topic.Name} on {topic.Cluster} was not applied within {options.Value.Timeout}.");
    }
}
