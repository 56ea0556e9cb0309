using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

[Collection(InteropSuite.Name)]
public sealed class GroupTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Two_members_share_the_partitions_and_the_one_that_stays_gets_all(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(6);
        var group = Client.NewName("group");
        using var first = client.Consumer(group);
        first.Subscribe(topic);
        using (var second = client.Consumer(group))
        {
            second.Subscribe(topic);
            await Deadline.Until(() => Have(3, first, second));
            first.Assignment.Intersect(second.Assignment).ShouldBeEmpty();
            second.Close();
        }

        await Deadline.Until(() => Have(6, first));
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_group_goes_on_where_it_committed(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        await client.Produce(topic, 20);
        var group = Client.NewName("group");
        using (var consumer = client.Consumer(group))
        {
            consumer.Subscribe(topic);
            for (var read = 0; read < 7; read++)
            {
                consumer.Commit(Next(consumer));
            }

            consumer.Close();
        }

        using var again = client.Consumer(group);
        again.Subscribe(topic);
        Next(again).Offset.Value.ShouldBe(7);
        var committed = (await client.Admin.ListConsumerGroupOffsetsAsync([new(group, [new(topic, 0)])]))[0];
        committed.Partitions[0].Offset.Value.ShouldBe(7);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_static_member_comes_back_to_its_part_without_moving_the_others(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(4);
        var group = Client.NewName("group");
        using var stays = client.Consumer(group, with => with.GroupInstanceId = "stays");
        stays.Subscribe(topic);
        List<TopicPartition> part;
        using (var restarts = client.Consumer(group, with => with.GroupInstanceId = "restarts"))
        {
            restarts.Subscribe(topic);
            await Deadline.Until(() => Have(2, stays, restarts));
            part = restarts.Assignment;
            restarts.Close();
        }

        using var back = client.Consumer(group, with => with.GroupInstanceId = "restarts");
        back.Subscribe(topic);
        await Deadline.Until(() => Have(2, stays, back));

        back.Assignment.ShouldBe(part, ignoreOrder: true);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_group_is_listed_described_and_deleted_only_when_nobody_is_in_it(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        await client.Produce(topic, 1);
        var group = Client.NewName("group");
        using (var consumer = client.Consumer(group, with => with.ClientId = "tester"))
        {
            consumer.Subscribe(topic);
            consumer.Commit(Next(consumer));

            var described = (await client.Admin.DescribeConsumerGroupsAsync([group])).ConsumerGroupDescriptions[0];
            described.State.ShouldBe(ConsumerGroupState.Stable);
            described.Members.Single().ClientId.ShouldBe("tester");
            described.Members.Single().Assignment.TopicPartitions.ShouldBe([new(topic, 0)]);
            (await client.Refusal(() => client.Admin.DeleteGroupsAsync([group])))!.Value.Code.ShouldBe(
                ErrorCode.NonEmptyGroup
            );
            consumer.Close();
        }

        (await client.Admin.ListConsumerGroupsAsync()).Valid.Select(each => each.GroupId).ShouldContain(group);
        await Deadline.Until(async () => await client.Refusal(() => client.Admin.DeleteGroupsAsync([group])) is null);
        (await client.Admin.ListConsumerGroupsAsync()).Valid.Select(each => each.GroupId).ShouldNotContain(group);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Offsets_are_set_and_taken_away_from_outside_while_the_group_is_empty(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var group = Client.NewName("group");

        await Commit(client, group, topic, 5);
        (await Committed(client, group, topic)).ShouldBe(5);
        await client.Admin.DeleteConsumerGroupOffsetsAsync(group, [new(topic, 0)]);

        (await Committed(client, group, topic)).ShouldBe(Offset.Unset.Value);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_was_committed_on_a_deleted_topic_is_not_found_on_its_successor(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var group = Client.NewName("group");
        await Commit(client, group, topic, 5);

        await client.Admin.DeleteTopicsAsync([topic]);
        await Deadline.Until(async () => await client.Refusal(() => client.Create(topic, 1, 1)) is null);

        await Deadline.Until(async () => await Committed(client, group, topic) == Offset.Unset.Value);
    }

    // The first that asks a real Kafka for a coordinator is told that there is none yet: its offsets topic is being made.
    private static Task Commit(Client client, string group, string topic, long offset) =>
        Deadline.Until(async () =>
            await client.Refusal(() =>
                client.Admin.AlterConsumerGroupOffsetsAsync([new(group, [new(topic, 0, offset)])])
            )
                is null
        );

    private static async Task<long> Committed(Client client, string group, string topic) =>
        (await client.Admin.ListConsumerGroupOffsetsAsync([new(group, [new(topic, 0)])]))[0].Partitions[0].Offset.Value;

    /// <summary>Whether each has so many partitions. All are polled first: one that isn't holds up the others' round.</summary>
    private static bool Have(int partitions, params IConsumer<string, string>[] consumers)
    {
        foreach (var consumer in consumers)
        {
            consumer.Consume(TimeSpan.FromMilliseconds(50));
        }

        return consumers.All(consumer => consumer.Assignment.Count == partitions);
    }

    private static ConsumeResult<string, string> Next(IConsumer<string, string> consumer)
    {
        while (true)
        {
            var next =
                consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException("Nothing came in 20 s.");
            if (!next.IsPartitionEOF)
            {
                return next;
            }
        }
    }
}
