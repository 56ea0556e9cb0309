using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>A compacted topic on the bundled cluster, requested through the portal: it is compacted, and its page doesn't say otherwise.</summary>
[Collection(PageWorldTests.Name)]
public sealed class CompactedTopicTests(PageWorld world)
{
    private const string Topic = "payments.table";

    [LongFact]
    public async Task A_compacted_topic_of_the_bundled_cluster_keeps_the_newest_of_each_key_and_its_page_counts_at_most()
    {
        await world.Made(
            Topic,
            partitions: 1,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["cleanup.policy"] = "compact",
                ["segment.ms"] = "5000",
                ["min.cleanable.dirty.ratio"] = "0.001",
            }
        );
        using var client = new Client(world.Bootstrap);
        var written = new CompactionWorld(client, Topic, TimeSpan.FromHours(1));
        await written.Write(("a", "first"), ("b", "only"));
        await written.Write(("a", "second"));
        await written.Close();
        await written.Leaves("b=only", "a=second", "end=end");

        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Open($"/topics/{PageWorld.Prod}/{Topic}");
        await visit.Sees("messages at most, compacted");
        await visit.IsAccessible();
        (await visit.Page.GetByText("bundled cluster").CountAsync()).ShouldBe(0);
    }
}
