using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Engines.Collecting;

namespace Portal.Tests.Collecting;

public sealed class MomentTests
{
    [Fact]
    public async Task A_group_is_never_shown_without_the_commits_it_came_with()
    {
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        var growing = new GrowingCluster();
        growing.Topic("orders", 100, 100);
        var options = CollectWorld.Fast;
        options.Every = TimeSpan.FromMilliseconds(50);
        await world.Worker(growing, options);

        ClusterSnapshot seen;
        do
        {
            seen = await world.Snapshot(cluster);
            seen.Groups.Values.ShouldAllBe(group => group.Partitions.Length == 2);
            seen.Topics.Values.ShouldAllBe(topic => topic.Partitions.All(p => p.Answered));
        } while (seen.Groups.Count < 60);
    }

    /// <summary>Each time it is read there is one group more.</summary>
    private sealed class GrowingCluster() : FakeCluster(TimeProvider.System)
    {
        public override Task<ClusterReading> Read(TimeSpan within, CancellationToken stop)
        {
            Group($"group-{Reads}", "orders", [50, 60], type: GroupType.Consumer);
            return base.Read(within, stop);
        }
    }
}
