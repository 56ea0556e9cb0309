using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class PauseTests
{
    [ClusterFact]
    public async Task Partitions_with_a_living_replica_move_and_those_with_none_are_offline_until_the_broker_is_back()
    {
        await using var cluster = await LocalKafka.Start();
        using var client = new Client(cluster.Bootstrap);
        await client.Create("three", 3, 3);
        await client.Create("one", 3, 1);
        await client.Produce("three", 100);

        await cluster.Pause(2);

        Leaders(client, "three").ShouldBe([1, 3, 3]);
        Leaders(client, "one").Order().ShouldBe([-1, 1, 3]);
        client.ReadAll("three").Count.ShouldBe(100);
        await client.Produce("three", 100);
        (await Refused(cluster.Port(2))).ShouldBeTrue();

        await cluster.Resume(2);

        Leaders(client, "three").ShouldBe([1, 2, 3]);
        Leaders(client, "one").ShouldNotContain(-1);
        client.ReadAll("three").Count.ShouldBe(200);
    }

    [ClusterFact]
    public async Task With_fewer_in_sync_replicas_than_asked_for_acks_all_is_refused_and_acks_1_is_not()
    {
        await using var cluster = await LocalKafka.Start();
        using var client = new Client(cluster.Bootstrap);
        await client.Create("two", 1, 2, ("min.insync.replicas", "2"));
        await client.Produce("two", 1);

        await cluster.Pause(2);

        async Task Produce(Acks acks)
        {
            using var producer = client.Producer(with =>
                (with.Acks, with.EnableIdempotence, with.MessageSendMaxRetries) = (acks, false, 0)
            );
            await producer.ProduceAsync("two", new() { Value = "x" });
        }

        (await client.Refusal(() => Produce(Acks.All)))!.Value.Code.ShouldBe(ErrorCode.NotEnoughReplicas);
        (await client.Refusal(() => Produce(Acks.Leader))).ShouldBeNull();
    }

    [ClusterFact]
    public async Task A_group_goes_on_when_its_coordinator_is_paused()
    {
        await using var cluster = await LocalKafka.Start();
        using var client = new Client(cluster.Bootstrap);
        await client.Create("orders", 1, 3);
        await client.Produce("orders", 1);
        using var consumer = client.Consumer("g");
        consumer.Subscribe("orders");
        await Deadline.Until(() => consumer.Consume(TimeSpan.FromMilliseconds(100)) is { IsPartitionEOF: false });
        var coordinator = (await client.Admin.DescribeConsumerGroupsAsync(["g"]))
            .ConsumerGroupDescriptions[0]
            .Coordinator;

        await cluster.Pause(coordinator.Id);
        await client.Produce("orders", 1);

        await Deadline.Until(() => consumer.Consume(TimeSpan.FromMilliseconds(100)) is { IsPartitionEOF: false });
        await Deadline.Until(() =>
        {
            consumer.Consume(TimeSpan.FromMilliseconds(50));
            consumer.Commit();
            return true;
        });
    }

    private static List<int> Leaders(Client client, string topic) =>
        [
            .. client
                .Admin.GetMetadata(topic, TimeSpan.FromSeconds(10))
                .Topics[0]
                .Partitions.OrderBy(partition => partition.PartitionId)
                .Select(partition => partition.Leader),
        ];

    private static async Task<bool> Refused(int port)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", port);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }
}
