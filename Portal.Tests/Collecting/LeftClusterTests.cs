using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Tests.RealEngines.Clusters;

namespace Portal.Tests.Collecting;

public sealed class LeftClusterTests
{
    [Fact]
    public async Task Connections_to_a_cluster_that_was_deregistered_are_closed_though_nobody_asks_it_again()
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        await world.Execute("insert into region (name, title) values ('eu', 'EU')");
        var (left, stays) = (await world.Register("left"), await world.Register("stays"));
        var leaving = await portal.Clients.Open(left, CancellationToken.None);
        var staying = await portal.Clients.Open(stays, CancellationToken.None);

        await world.Execute($"update cluster set deregistered_at = now() where id = {left.Value}");
        await portal.Clients.CloseLeft(CancellationToken.None);

        await Should.ThrowAsync<ObjectDisposedException>(() => Ask(leaving.Client));
        (await portal.Clients.Open(stays, CancellationToken.None)).ShouldBeSameAs(staying);
    }

    private static Task Ask(KafkaClient client) =>
        client.SendAny(
            Call.Of(new ApiVersionsRequest { ClientSoftwareName = "test", ClientSoftwareVersion = "1" }),
            null,
            CancellationToken.None
        );
}
