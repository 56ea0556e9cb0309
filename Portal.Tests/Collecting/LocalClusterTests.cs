using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Core.Clusters;
using Portal.Kafka.Client;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Collecting;

public sealed class LocalClusterTests
{
    [Fact]
    public async Task On_the_local_cluster_a_cycle_costs_one_request_and_three_to_each_broker()
    {
        await using var cluster = await LocalKafka.Start();
        var config = new ClientConfig { BootstrapServers = cluster.Bootstrap };
        using var admin = new AdminClientBuilder(config).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "priced", NumPartitions = 6 }]);
        for (var group = 0; group < 15; group++)
        {
            using var consumer = new ConsumerBuilder<Ignore, Ignore>(
                new ConsumerConfig(config) { GroupId = $"priced-{group}" }
            ).Build();
            consumer.Commit([new TopicPartitionOffset("priced", group % 6, 0)]);
        }

        await RequestPrice.IsKept(
            new ClusterDraft("priced-local", "dev", "local", cluster.Bootstrap),
            brokers: 3,
            groups: 15
        );
    }

    [Fact]
    public async Task On_the_local_cluster_groups_of_any_name_are_shown()
    {
        await using var cluster = await LocalKafka.Start();
        using var admin = new AdminClientBuilder(new ClientConfig { BootstrapServers = cluster.Bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "odd", NumPartitions = 1 }]);
        await using var client = new KafkaClient(
            Endpoints.Of(cluster.Bootstrap),
            KafkaSecurity.None,
            new KafkaOptions(),
            TimeProvider.System
        );

        await OddGroups.AreShown(new ClusterDraft("odd-local", "dev", "local", cluster.Bootstrap), client, "odd");
    }

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task On_the_local_cluster_the_members_of_a_group_are_told_and_what_they_read(GroupProtocol protocol)
    {
        await using var cluster = await LocalKafka.Start();
        using var admin = new AdminClientBuilder(new ClientConfig { BootstrapServers = cluster.Bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "shared-out", NumPartitions = 4 }]);

        await MembershipCheck.IsReported(
            new ClusterDraft("rolled-local", "dev", "local", cluster.Bootstrap),
            "shared-out",
            "rolled",
            protocol
        );
    }
}
