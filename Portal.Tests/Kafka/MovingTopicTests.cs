using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Engines.Collecting;
using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Workers.Collecting;

namespace Portal.Tests.Kafka;

/// <summary>A topic that is moved between brokers has as many replicas meanwhile as before: what is listed beside them is no drift.</summary>
public sealed class MovingTopicTests
{
    private static readonly Guid Orders = new("aaaaaaaa-0000-0000-0000-000000000001");
    private static readonly Guid Audit = new("aaaaaaaa-0000-0000-0000-000000000002");
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Replicas_that_are_only_being_added_are_not_counted()
    {
        await using var broker = Broker(Moving());
        await using var client = broker.Client();
        var cycle = new CycleReader();

        (await Replication(cycle, broker, client, replicas: 3, inSync: 3)).ShouldBe(3);
        broker.CountOf(ApiKey.ListPartitionReassignments).ShouldBe(0, "nothing looks as if it moved");
        (await Replication(cycle, broker, client, replicas: 6, inSync: 3)).ShouldBe(3);
        (await Replication(cycle, broker, client, replicas: 6, inSync: 5)).ShouldBe(3);
        (await Replication(cycle, broker, client, replicas: 3, inSync: 3)).ShouldBe(3);
        broker.CountOf(ApiKey.ListPartitionReassignments).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_moving_at_the_first_reading_is_found_as_well()
    {
        await using var broker = Broker(Moving());
        await using var client = broker.Client();

        (await Replication(new CycleReader(), broker, client, replicas: 6, inSync: 4)).ShouldBe(3);
    }

    [Fact]
    public async Task A_topic_that_has_more_replicas_for_good_is_counted_with_them()
    {
        await using var broker = Broker(new ListPartitionReassignmentsResponse());
        await using var client = broker.Client();
        var cycle = new CycleReader();

        (await Replication(cycle, broker, client, replicas: 3, inSync: 3)).ShouldBe(3);
        (await Replication(cycle, broker, client, replicas: 4, inSync: 3)).ShouldBe(4, "one is down, and none moves");
        (await Replication(cycle, broker, client, replicas: 4, inSync: 3)).ShouldBe(4);
        broker.CountOf(ApiKey.ListPartitionReassignments).ShouldBe(1, "it is asked about once");
    }

    [Theory]
    [InlineData(ErrorCode.NotController, 3, 2)]
    [InlineData(ErrorCode.ClusterAuthorizationFailed, 6, 1)]
    public async Task Without_an_answer_it_has_what_it_had_and_where_none_is_given_what_is_listed(
        ErrorCode error,
        int replication,
        int asked
    )
    {
        await using var broker = Broker(new ListPartitionReassignmentsResponse { Error = error });
        await using var client = broker.Client();
        var cycle = new CycleReader();

        await Replication(cycle, broker, client, replicas: 3, inSync: 3);
        (await Replication(cycle, broker, client, replicas: 6, inSync: 3)).ShouldBe(replication);
        (await Replication(cycle, broker, client, replicas: 6, inSync: 3)).ShouldBe(replication);
        broker.CountOf(ApiKey.ListPartitionReassignments).ShouldBe(asked);
    }

    [Fact]
    public async Task Without_an_answer_at_the_first_reading_what_is_stored_of_it_stays()
    {
        await using var broker = Broker(new ListPartitionReassignmentsResponse { Error = ErrorCode.NotController });
        await using var client = broker.Client();
        var (cycle, state) = (new CycleReader(), Stored(replication: 3));
        var changes = new CollectorChanges();

        state.Take(await Read(cycle, broker, client, Topic("orders", (6, 4))), changes);
        state.Take(await Read(cycle, broker, client, Topic("orders", (6, 4))), changes);

        changes.ChangedTopics.ShouldBeEmpty();
        state.Topics[Orders].Replication.ShouldBe(3);
        broker.On(ApiKey.ListPartitionReassignments, 0, new ListPartitionReassignmentsResponse());
        state.Take(await Read(cycle, broker, client, Topic("orders", (6, 4))), changes);
        state.Topics[Orders].Replication.ShouldBe(6, "by now it is answered that nothing moves");
        changes.ChangedTopics.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task No_more_replicas_are_in_sync_than_the_topic_has()
    {
        await using var broker = Broker(Moving());
        await using var client = broker.Client();
        var state = Stored(replication: 3);

        state.Take(await Read(new CycleReader(), broker, client, Topic("orders", (6, 5))), new CollectorChanges());

        state.Topics[Orders].Partitions.ShouldHaveSingleItem().InSync.ShouldBe(3);
    }

    [Fact]
    public async Task A_topic_that_was_not_read_before_is_asked_about_as_at_the_first_reading()
    {
        await using var broker = Broker(Moving());
        await using var client = broker.Client();
        var cycle = new CycleReader();

        await Read(cycle, broker, client);
        (await Replication(cycle, broker, client, replicas: 6, inSync: 4)).ShouldBe(3);
        var unread = new MetadataResponse.Topic { Name = "orders", Error = ErrorCode.UnknownServerError };
        await Read(cycle, broker, client, unread);
        (await Replication(cycle, broker, client, replicas: 6, inSync: 4)).ShouldBe(3);
    }

    [Fact]
    public async Task A_partition_that_does_not_move_shows_what_the_topic_has()
    {
        await using var broker = Broker(Moving());
        await using var client = broker.Client();

        var reading = await Read(new CycleReader(), broker, client, Topic("orders", (3, 3), (6, 4)));

        reading.Topics.ShouldHaveSingleItem().Replication.ShouldBe(3);
        broker.CountOf(ApiKey.ListPartitionReassignments).ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_topics_that_lack_replicas_only_the_one_that_moves_has_fewer_than_are_listed()
    {
        await using var broker = Broker(Moving());
        await using var client = broker.Client();

        var reading = await Read(
            new CycleReader(),
            broker,
            client,
            Topic("audit", (5, 4), (5, 4)),
            Topic("orders", (6, 4))
        );

        reading.Topics.Select(topic => (topic.Name, topic.Replication)).ShouldBe([("audit", 5), ("orders", 3)]);
        broker.CountOf(ApiKey.ListPartitionReassignments).ShouldBe(1);
    }

    [Fact]
    public async Task A_partition_that_the_cluster_leaves_out_hides_no_move()
    {
        await using var broker = Broker(Moving());
        await using var client = broker.Client();
        var topic = Topic("orders", (6, 4), (6, 4), (6, 4));
        var holed = topic with { Partitions = [topic.Partitions[0], topic.Partitions[2]] };

        var reading = await Read(new CycleReader(), broker, client, holed);

        reading.Topics.ShouldHaveSingleItem().Replication.ShouldBe(3);
    }

    [Fact]
    public async Task A_plan_is_made_of_what_a_moving_topic_has_for_good()
    {
        await using var broker = Broker(Moving());

        (await Seen(broker)).Replication.ShouldBe(3);
    }

    [Fact]
    public async Task And_of_what_is_listed_where_that_is_not_answered()
    {
        await using var another = Broker(new ListPartitionReassignmentsResponse { Error = ErrorCode.NotController });
        await using var former = new ScriptedBroker();

        (await Seen(another)).Replication.ShouldBe(6);
        (await Seen(former)).Replication.ShouldBe(6, "it doesn't understand the question");
    }

    private static async Task<LiveTopic> Seen(ScriptedBroker broker)
    {
        broker.On(ApiKey.Metadata, 13, broker.Alone(Topic("orders", (6, 4))));
        broker.On(
            ApiKey.DescribeConfigs,
            4,
            new DescribeConfigsResponse { Results = [new() { ResourceName = "orders" }] }
        );
        await using var client = broker.Client();
        var seen = await TopicLook.At(new KafkaAdmin(client), ["orders"], client, None);
        return seen["orders"].ShouldBeOfType<TopicAnswer.Found>().Topic;
    }

    private static CollectorState Stored(int replication)
    {
        var state = new CollectorState(new LagLimits(TimeSpan.FromSeconds(10)));
        state.Topics[Orders] = new TrackedTopic(Orders, "orders") { Replication = replication };
        state.Topics[Orders].Partitions.Add(new TrackedPartition());
        return state;
    }

    private static ScriptedBroker Broker(ListPartitionReassignmentsResponse moves) =>
        new ScriptedBroker()
            .On(ApiKey.Metadata, 13, new MetadataResponse())
            .On(ApiKey.ListGroups, 5, new ListGroupsResponse())
            .On(ApiKey.ListPartitionReassignments, 0, moves);

    private static async Task<int> Replication(
        CycleReader cycle,
        ScriptedBroker broker,
        KafkaClient client,
        int replicas,
        int inSync
    ) =>
        (await Read(cycle, broker, client, Topic("orders", (replicas, inSync))))
            .Topics.ShouldHaveSingleItem()
            .Replication;

    private static async Task<ClusterReading> Read(
        CycleReader cycle,
        ScriptedBroker broker,
        KafkaClient client,
        params MetadataResponse.Topic[] topics
    )
    {
        broker.On(ApiKey.Metadata, 13, broker.Alone(topics));
        var (reading, shares) = await cycle.Read(client, Within, None);
        return ReadingColumns.From(reading, shares, 1, new EngineNames(), cycle.Moving);
    }

    // Without a leader nobody is asked for its end.
    private static MetadataResponse.Topic Topic(string name, params (int Replicas, int InSync)[] partitions) =>
        new()
        {
            Name = name,
            TopicId = name == "orders" ? Orders : Audit,
            Partitions =
            [
                .. partitions.Select(
                    (partition, number) =>
                        new MetadataResponse.Partition
                        {
                            PartitionIndex = number,
                            LeaderId = -1,
                            ReplicaNodes = [.. Enumerable.Range(1, partition.Replicas)],
                            IsrNodes = [.. Enumerable.Range(1, partition.InSync)],
                        }
                ),
            ],
        };

    private static ListPartitionReassignmentsResponse Moving() =>
        new()
        {
            Topics =
            [
                new()
                {
                    Name = "orders",
                    Partitions =
                    [
                        new()
                        {
                            Replicas = [1, 2, 3, 4, 5, 6],
                            AddingReplicas = [4, 5, 6],
                            RemovingReplicas = [1, 2, 3],
                        },
                    ],
                },
            ],
        };
}
