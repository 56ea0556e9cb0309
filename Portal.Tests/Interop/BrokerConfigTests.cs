using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.Interop;

[Collection(InteropSuite.Name)]
public sealed class BrokerConfigTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_a_broker_is_started_with_is_not_altered_while_it_runs(string cluster)
    {
        await using var raw = new RawClient(await clusters.Bootstrap(cluster));
        foreach (var name in new[] { "num.partitions", "default.replication.factor", "broker.id", "log.dirs" })
        {
            var request = new IncrementalAlterConfigsRequest
            {
                Resources =
                [
                    new()
                    {
                        ResourceType = ConfigResource.Broker,
                        ResourceName = "",
                        Configs = [new() { Name = name, Value = "3" }],
                    },
                ],
            };

            var refused = (await raw.ToController(request, 1)).Responses[0];

            (refused.Error, refused.ErrorMessage).ShouldBe(
                (ErrorCode.InvalidRequest, $"Cannot update these configs dynamically: [{name}]")
            );
        }
    }
}
