using Portal.Core.Clusters;
using Portal.Tests.RealEngines.Clusters;

namespace Portal.Tests.Collecting;

/// <summary>
/// The price of collecting, view by view, while all views are asked at once and as fast as they can be: none counts what
/// another sends. Each broker of the cluster has to lead a partition and coordinate a group.
/// </summary>
internal static class RequestPrice
{
    public static async Task IsKept(ClusterDraft draft, int brokers, int groups, int shareCoordinators = 0)
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        using var tally = new RequestTally(draft.Name);
        var cluster = await portal.Register(draft);
        var options = CollectWorld.Fast;
        // A busy machine is slow, not silent: nobody is to be asked twice.
        options.AnswerWithin = TimeSpan.FromSeconds(30);
        await world.Worker(portal.Collected, options);

        var seen = await world.Seen(cluster, s => s.Groups.Count >= groups && tally.Of("stable offsets").Count > 3);

        var cycle = 1 + (3 * brokers) + shareCoordinators;
        seen.Collector.Requests.ShouldBe(cycle);
        tally.Of("cycle").Count.ShouldBeGreaterThan(3);
        tally.Of("cycle").ShouldAllBe(requests => requests == cycle);
        tally.Of("first offsets").ShouldAllBe(requests => requests == brokers);
        tally.Of("stable offsets").ShouldAllBe(requests => requests == brokers);
        tally.Of("sizes").ShouldAllBe(requests => requests == brokers);
        tally.Of("members").ShouldAllBe(requests => requests <= (2 * brokers) + shareCoordinators);
    }
}
