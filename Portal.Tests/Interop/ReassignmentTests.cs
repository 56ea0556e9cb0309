using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Partitions that are moved between brokers, and leaders that are elected.</summary>
public sealed class ReassignmentTests
{
    [ClusterFact]
    public async Task A_moved_partition_keeps_its_leader_until_the_preferred_one_is_elected()
    {
        await using var kafka = await LocalKafka.Start();
        await Moves(kafka.Bootstrap);
    }

    [FullRunFact]
    public async Task A_moved_partition_keeps_its_leader_until_the_preferred_one_is_elected_on_Kafka()
    {
        await using var kafka = await RealKafka.Start(3, tls: false, "auto.leader.rebalance.enable=false");
        await Moves(kafka.Bootstrap);
    }

    [ClusterFact]
    public async Task A_move_to_a_paused_broker_is_under_way_until_it_is_back_or_cancelled()
    {
        await using var kafka = await LocalKafkaProcess.Start();
        using var client = new Client(kafka.Bootstrap);
        await using var raw = new RawClient(kafka.Bootstrap);
        await client.Create("orders", 1, 1);
        var from = (await raw.Topic("orders")).Partitions[0].LeaderId;
        var paused = from == 3 ? 2 : 3;
        await kafka.Pause(paused);

        (await Move(raw, "orders", [paused])).ShouldBeNull();
        (await Under(raw)).ShouldBe($"orders-0: {paused},{from} +{paused} -{from}");
        (await raw.Topic("orders")).Partitions[0].LeaderId.ShouldBe(from);
        (await Move(raw, "orders", null)).ShouldBeNull();
        (await Under(raw)).ShouldBe("");

        await Move(raw, "orders", [paused]);
        await kafka.Kill();
        await kafka.Up();
        (await raw.Topic("orders")).Partitions[0].ReplicaNodes.ShouldBe([paused]);
        (await Under(raw)).ShouldBe("");
    }

    private static async Task Moves(string bootstrap)
    {
        using var client = new Client(bootstrap);
        await using var raw = new RawClient(bootstrap);
        await client.Create("orders", 1, 2);
        await client.Produce("orders", 20);
        var before = (await raw.Topic("orders")).Partitions[0];
        int[] swapped = [.. before.ReplicaNodes.Reverse()];

        (await Move(raw, "orders", swapped)).ShouldBeNull();
        await Placed(raw, swapped, before.LeaderId);
        (await Elect(raw, "orders", 0)).Error.ShouldBe(ErrorCode.None);
        await Placed(raw, swapped, swapped[0]);

        int[] elsewhere = [6 - swapped[0] - swapped[1]];
        (await Move(raw, "orders", elsewhere)).ShouldBeNull();
        await Placed(raw, elsewhere, elsewhere[0]);
        await Deadline.Until(async () => await Under(raw) == "");
        client.ReadAll("orders").Count.ShouldBe(20);
    }

    private static Task Placed(RawClient raw, int[] replicas, int leader) =>
        Deadline.Until(async () =>
        {
            var partition = (await raw.Topic("orders")).Partitions[0];
            return partition.ReplicaNodes.SequenceEqual(replicas) && partition.LeaderId == leader;
        });

    internal static async Task<string?> Move(RawClient raw, string topic, int[]? replicas, int partition = 0)
    {
        var request = new AlterPartitionReassignmentsRequest
        {
            TimeoutMs = 20_000,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Replicas = replicas }] }],
        };
        var answer = (await raw.ToController(request, 0)).Responses[0].Partitions[0];
        return answer.Error == ErrorCode.None ? null : answer.ErrorMessage ?? $"{answer.Error}";
    }

    private static async Task<string> Under(RawClient raw)
    {
        var answer = await raw.ToController(new ListPartitionReassignmentsRequest { TimeoutMs = 20_000 }, 0);
        return string.Join(
            ' ',
            answer.Topics.SelectMany(topic =>
                topic.Partitions.Select(each =>
                    $"{topic.Name}-{each.PartitionIndex}: {string.Join(',', each.Replicas)} +{string.Join(',', each.AddingReplicas)} -{string.Join(',', each.RemovingReplicas)}"
                )
            )
        );
    }

    internal static async Task<(ErrorCode Error, string? Words)> Elect(
        RawClient raw,
        string topic,
        int partition,
        bool unclean = false
    )
    {
        var request = new ElectLeadersRequest
        {
            ElectionType = (sbyte)(unclean ? 1 : 0),
            TimeoutMs = 20_000,
            TopicPartitions = [new() { Topic = topic, Partitions = [partition] }],
        };
        var answer = (await raw.ToController(request, 2)).Topics[0].Partitions[0];
        return (answer.Error, answer.ErrorMessage);
    }
}
