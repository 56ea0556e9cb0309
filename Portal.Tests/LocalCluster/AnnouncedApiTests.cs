using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class AnnouncedApiTests
{
    private static readonly ApiKey[] OfShareGroups = [ApiKey.ShareGroupDescribe, ApiKey.DescribeShareGroupOffsets];

    [ClusterFact]
    public async Task Groups_of_the_new_protocol_are_announced_and_share_groups_are_not()
    {
        await using var cluster = await LocalKafka.Start(1);
        await using var raw = new RawClient(cluster.Bootstrap);

        var told = await raw.ToController(new ApiVersionsRequest(), 4);

        var keys = told.ApiKeys.Select(api => (ApiKey)api.ApiKey).ToList();
        keys.ShouldContain(ApiKey.ConsumerGroupHeartbeat);
        keys.Intersect(OfShareGroups).ShouldBeEmpty();
        // ShareGroupHeartbeat to ShareAcknowledge.
        keys.ShouldNotContain(key => (short)key >= 76 && (short)key <= 79);
        told.FinalizedFeatures.ShouldBe([new("group.version", 1, 1)]);
        told.SupportedFeatures.ShouldBe([new("group.version", 0, 1)]);
    }
}
