using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>What librdkafka has no call for, over our own client.</summary>
[Collection(InteropSuite.Name)]
public sealed class DeleteByIdTests(Clusters clusters)
{
    private static readonly Allowed Soon = new(TimeSpan.FromSeconds(20));

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task An_id_deletes_its_own_topic_and_not_the_one_made_anew_under_the_name(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        await using var own = new KafkaClient(
            Endpoints.Of(bootstrap),
            KafkaSecurity.None,
            new KafkaOptions(),
            TimeProvider.System
        );
        var admin = new KafkaAdmin(own);
        var topic = await client.Topic();
        var first = await IdOf(admin, topic);

        (await admin.Delete([first], Soon, default))[0].Error.ShouldBe(ErrorCode.None);
        await Deadline.Until(async () => await client.Refusal(() => client.Create(topic, 1, 1)) is null);

        (await admin.Delete([first], Soon, default))[0].Error.ShouldBe(ErrorCode.UnknownTopicId);
        (await IdOf(admin, topic)).ShouldNotBe(first);
    }

    private static async Task<Guid> IdOf(KafkaAdmin admin, string topic)
    {
        var id = Guid.Empty;
        await Deadline.Until(async () =>
        {
            var found = (await admin.Topics([topic], default))[0];
            id = found.TopicId;
            return found.Error == ErrorCode.None;
        });
        return id;
    }
}
