using Confluent.Kafka;
using Portal.Kafka.Messages;
using Portal.Tests.Interop;
using Portal.Tests.Kit;
using ErrorCode = Portal.Kafka.Wire.ErrorCode;

namespace Portal.Tests.LocalCluster;

/// <summary>What requests changed is there after kill -9: members and epochs of groups, starts of logs, client quotas.</summary>
public sealed class KilledStateTests
{
    [ClusterFact]
    public async Task Members_of_the_new_protocol_go_on_in_their_epoch_with_what_they_had()
    {
        await using var cluster = await LocalKafkaProcess.Start();
        using var client = new Client(cluster.Bootstrap);
        await using var raw = new RawConsumers(cluster.Bootstrap);
        var topic = await client.Topic(4);
        var id = (await raw.Topic(topic)).TopicId;
        var joined = await raw.Join("g", "a", [topic]);
        var a = await raw.Settle("g", "a", id, (joined.MemberEpoch, RawConsumers.Of(joined)), 4);
        var b = await raw.Join("g", "b", [topic]);
        a = await raw.Settle("g", "a", id, a, 2);
        var before = await raw.Describe("g");

        await cluster.Kill();
        await cluster.Up();

        await using var after = new RawConsumers(cluster.Bootstrap);
        var described = await after.Describe("g");
        (described.GroupEpoch, described.AssignmentEpoch, described.GroupState).ShouldBe(
            (before.GroupEpoch, before.AssignmentEpoch, before.GroupState)
        );
        described.Members.Select(Written).ShouldBe(before.Members.Select(Written), ignoreOrder: true);
        a = await after.Settle("g", "a", id, a, 2);
        (await after.Settle("g", "b", id, (b.MemberEpoch, []), 2)).Partitions.Intersect(a.Partitions).ShouldBeEmpty();
    }

    [ClusterFact]
    public async Task A_consumer_of_the_new_protocol_reads_on_over_a_kill()
    {
        await using var cluster = await LocalKafkaProcess.Start(3, "ConsumerHeartbeatInterval=00:00:00.300");
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic(2);
        using var member = client.Member848("g");
        member.Subscribe(topic);
        await client.Produce(topic, 50);
        var read = new HashSet<string>();
        await Read(member, read, 50);

        await cluster.Kill();
        await cluster.Up();
        await client.Produce(topic, 50);

        await Read(member, read, 100);
    }

    [ClusterFact]
    public async Task The_start_of_a_log_and_client_quotas_stay()
    {
        await using var cluster = await LocalKafkaProcess.Start(1, "RetentionInterval=00:00:00.050");
        using var client = new Client(cluster.Bootstrap);
        await using var raw = new RawClient(cluster.Bootstrap);
        var topic = await client.Topic();
        await client.Produce(topic, 20, with => with.BatchNumMessages = 3);
        var deleted = new DeleteRecordsRequest
        {
            Topics = [new() { Name = topic, Partitions = [new() { Offset = 7 }] }],
        };
        (await raw.ToLeader(topic, deleted, 2)).Topics[0].Partitions[0].LowWatermark.ShouldBe(7);
        var quota = new AlterClientQuotasRequest
        {
            Entries =
            [
                new()
                {
                    Entity = [new() { EntityType = "user", EntityName = "app" }],
                    Ops = [new() { Key = "producer_byte_rate", Value = 1024 }],
                },
            ],
        };
        (await raw.ToController(quota, 1)).Entries[0].Error.ShouldBe(ErrorCode.None);

        await cluster.Kill();
        await cluster.Up();

        client.ReadAll(topic).Select(record => record.Offset.Value).First().ShouldBe(7);
        await using var after = new RawClient(cluster.Bootstrap);
        var found = await after.ToController(new DescribeClientQuotasRequest(), 1);
        found.Entries!.Single().Values.Single().Value.ShouldBe(1024);
    }

    private static Task Read(IConsumer<string, string> member, HashSet<string> read, int count) =>
        Deadline.Until(
            () =>
            {
                if (member.Consume(TimeSpan.FromMilliseconds(50)) is { Message: { } } next)
                {
                    read.Add($"{next.TopicPartitionOffset}");
                    member.StoreOffset(next);
                }

                return read.Count == count;
            },
            TimeSpan.FromSeconds(60)
        );

    private static string Written(ConsumerGroupDescribeResponse.Member member) =>
        $"{member.MemberId} {member.MemberEpoch} "
        + string.Join(',', member.Assignment.TopicPartitions.SelectMany(each => each.Partitions))
        + " "
        + string.Join(',', member.TargetAssignment.TopicPartitions.SelectMany(each => each.Partitions));
}
