using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

[Collection(InteropSuite.Name)]
public sealed class TopicTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_topic_has_the_partitions_and_configuration_it_was_created_with(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(3, ("retention.ms", "60000"), ("cleanup.policy", "compact"));

        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
        var configs = (await client.Admin.DescribeConfigsAsync([resource]))[0].Entries;

        client.Admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Count.ShouldBe(3);
        (configs["retention.ms"].Value, configs["retention.ms"].Source).ShouldBe(
            ("60000", ConfigSource.DynamicTopicConfig)
        );
        configs["cleanup.policy"].Value.ShouldBe("compact");
        (configs["segment.bytes"].Value, configs["segment.bytes"].IsDefault).ShouldBe(("1073741824", true));
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_cannot_be_created_is_refused_with_the_same_error(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = Client.NewName("dot.ted");
        await client.Create(topic, 1, 1);

        async Task<ErrorCode?> Refusal(
            string name,
            int partitions,
            short replicas,
            params (string, string)[] configs
        ) => (await client.Refusal(() => client.Create(name, partitions, replicas, configs)))?.Code;

        (await Refusal(topic, 1, 1)).ShouldBe(ErrorCode.TopicAlreadyExists);
        (await Refusal(topic.Replace('.', '_'), 1, 1)).ShouldBe(ErrorCode.TopicException);
        (await Refusal("a b", 1, 1)).ShouldBe(ErrorCode.TopicException);
        (await Refusal("new", 1, 99)).ShouldBe(ErrorCode.InvalidReplicationFactor);
        (await Refusal("new", 10_001, 1)).ShouldBe(ErrorCode.PolicyViolation);
        (await Refusal("new", 1, 1, ("no.such.config", "1"))).ShouldBe(ErrorCode.InvalidConfig);
        (await Refusal("new", 1, 1, ("retention.ms", "-2"))).ShouldBe(ErrorCode.InvalidConfig);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_refused_configuration_is_told_in_the_same_words(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();

        (await client.Refusal(() => Set(client, topic, "segment.bytes", "10")))!.Value.Words.ShouldContain(
            "Invalid value 10 for configuration segment.bytes: Value must be at least 1048576"
        );
        (await client.Refusal(() => Set(client, topic, "nope", "10")))!.Value.Words.ShouldContain(
            "Unknown topic config name: nope"
        );
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_configuration_is_set_and_taken_back_to_its_default(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };

        await Set(client, topic, "retention.ms", "1234567");
        await Deadline.Until(async () => await Value(client, resource) == "1234567");
        await Set(client, topic, "retention.ms", null);

        await Deadline.Until(async () => await Value(client, resource) == "604800000");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Partitions_grow_and_never_shrink(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(2);

        Task Grow(int to) => client.Admin.CreatePartitionsAsync([new() { Topic = topic, IncreaseTo = to }]);
        await Grow(5);

        await Deadline.Until(() =>
            client.Admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Count == 5
        );
        (await client.Refusal(() => Grow(4)))!.Value.Code.ShouldBe(ErrorCode.InvalidPartitions);
        (await client.Refusal(() => Grow(5)))!.Value.Code.ShouldBe(ErrorCode.InvalidPartitions);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_deleted_topic_is_gone_and_one_made_anew_is_empty_and_has_another_id(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        await client.Produce(topic, 10);
        var before = await Described(client, topic);

        await client.Admin.DeleteTopicsAsync([topic]);
        await Deadline.Until(async () => await client.Refusal(() => client.Create(topic, 1, 1)) is null);

        (await Described(client, topic)).TopicId.ToString().ShouldNotBe(before.TopicId.ToString());
        client.ReadAll(topic).ShouldBeEmpty();
    }

    private static Task<TopicDescription> Described(Client client, string topic) =>
        Deadline.For<TopicDescription>(async () =>
            (await client.Admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]))).TopicDescriptions[0]
        );

    private static async Task<string> Value(Client client, ConfigResource resource) =>
        (await client.Admin.DescribeConfigsAsync([resource]))[0].Entries["retention.ms"].Value;

    private static Task Set(Client client, string topic, string name, string? value) =>
        client.Admin.IncrementalAlterConfigsAsync(
            new()
            {
                [new() { Type = ResourceType.Topic, Name = topic }] =
                [
                    new()
                    {
                        Name = name,
                        Value = value,
                        IncrementalOperation = value is null ? AlterConfigOpType.Delete : AlterConfigOpType.Set,
                    },
                ],
            }
        );
}
