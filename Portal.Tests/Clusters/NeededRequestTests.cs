using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Engines.Collecting;
using Portal.Engines.Kafka;
using Portal.Engines.Secrets;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;

namespace Portal.Tests.Clusters;

/// <summary>A cluster that lacks a request is refused when it is registered: read afterwards, its brokers would seem to be down.</summary>
public sealed class NeededRequestTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Allowed Soon = new(TimeSpan.FromSeconds(15));
    private static readonly TopicColumns NoTopics = new([], []);
    private static readonly BrokerGroups Groups = new(1, [new ListedGroup("g", GroupType.Classic, "", "")]);

    // As the product sends each of them.
    private static readonly Dictionary<ApiKey, Func<KafkaClient, Task>> Sent = new()
    {
        [ApiKey.Metadata] = client => client.SendAny(MetadataQuestion.About(new NamePool()), null, None),
        [ApiKey.CreateTopics] = client => new KafkaAdmin(client).Create([], validateOnly: true, Soon, None),
        [ApiKey.DeleteTopics] = client => new KafkaAdmin(client).Delete([Guid.Empty], Soon, None),
        [ApiKey.DescribeCluster] = client => new KafkaAdmin(client).Cluster(None),
        [ApiKey.OffsetFetch] = client =>
            client.SendAny(GroupQuestions.Commits(Groups, NoTopics, new NamePool())!, null, None),
        [ApiKey.FindCoordinator] = client => GroupFates.Of(client, ["g"], None),
        [ApiKey.ListOffsets] = client =>
            client.SendAny(OffsetQuestion.About(NoTopics, 1, OffsetView.End, new NamePool()), null, None),
        [ApiKey.DescribeConfigs] = client => new KafkaAdmin(client).TopicConfigs(["orders"], None),
        [ApiKey.IncrementalAlterConfigs] = client =>
            new KafkaAdmin(client).AlterTopicConfigs(
                new Dictionary<string, IReadOnlyDictionary<string, string?>>(),
                validateOnly: true,
                Soon,
                None
            ),
        [ApiKey.CreatePartitions] = client =>
            new KafkaAdmin(client).Grow(new Dictionary<string, int>(), validateOnly: true, Soon, None),
    };

    public static TheoryData<ApiKey> Keys => [.. NeededRequests.All.Select(needed => needed.Key)];

    [Theory, MemberData(nameof(Keys))]
    public async Task Each_is_sent_to_a_broker_that_knows_it_in_the_listed_version_and_to_no_older_one(ApiKey key)
    {
        var version = NeededRequests.All.Single(needed => needed.Key == key).Version;
        await using var broker = Answering();
        await using var client = broker.Client();
        await using var older = Answering().On(key, (short)(version - 1), (_, _) => false);
        await using var refused = older.Client();

        await Sent[key](client);
        await Should.ThrowAsync<KafkaException.NotUnderstood>(() => Sent[key](refused));

        broker.Asked.ShouldContain((key, version));
        older.CountOf(key).ShouldBe(0);
    }

    /// <summary>As Kafka 2.8, 2.7 and 2.2 know them.</summary>
    [Theory]
    [InlineData(ApiKey.OffsetFetch, 7, "OffsetFetch in version 8 (Kafka has it from 3.0 on)")]
    [InlineData(ApiKey.DeleteTopics, 5, "DeleteTopics in version 6 (Kafka has it from 2.8 on)")]
    [InlineData(ApiKey.IncrementalAlterConfigs, -1, "IncrementalAlterConfigs in version 0 (Kafka has it from 2.3 on)")]
    public async Task A_broker_that_lacks_one_is_refused_with_it_and_its_release(ApiKey key, short most, string lacking)
    {
        await using var broker = Answering().On(key, most, (_, _) => false);

        var failed = await Refused(broker);

        failed.Words.ShouldBe($"{broker.At} doesn't understand {lacking}. {NeededRequests.Advice}");
        failed.Field.ShouldBe(ClusterField.Addresses);
    }

    [Fact]
    public async Task A_system_that_knows_no_ids_of_topics_is_not_advised_about_a_setting_of_Kafka()
    {
        await using var broker = Answering().On(ApiKey.DescribeCluster, -1, (_, _) => false);
        broker.On(ApiKey.Metadata, 8, broker.Alone(new MetadataResponse.Topic { Name = "orders" }));

        var failed = await Refused(broker);

        failed.Words.ShouldContain("Metadata in version 10 (Kafka has it from 2.8 on), DescribeCluster in version 0");
        failed.Words.ShouldNotContain("inter.broker.protocol.version");
    }

    private static async Task<ProbeAnswer.Failed> Refused(ScriptedBroker broker)
    {
        var vault = new SecretVault(new KeyStorage(Options.Create(new SecretOptions())));
        var login = new KafkaLogin(vault, new ClusterReach(), TimeProvider.System);
        var probe = new KafkaProbe(login, TimeProvider.System, NullLogger<KafkaProbe>.Instance);
        var given = new BootstrapAddress(broker.At.Host, broker.At.Port);
        return (await probe.Ask(new ClusterAccess([given], Tls: false), None)).ShouldBeOfType<ProbeAnswer.Failed>();
    }

    /// <summary>Knows each in the listed version and no later one.</summary>
    private static ScriptedBroker Answering()
    {
        var broker = new ScriptedBroker();
        On(ApiKey.Metadata, broker.Alone());
        On(ApiKey.CreateTopics, new CreateTopicsResponse());
        On(ApiKey.DeleteTopics, new DeleteTopicsResponse());
        On(ApiKey.DescribeCluster, new DescribeClusterResponse { ClusterId = "scripted" });
        On(ApiKey.OffsetFetch, new OffsetFetchResponse());
        On(ApiKey.FindCoordinator, new FindCoordinatorResponse());
        On(ApiKey.ListOffsets, new ListOffsetsResponse());
        On(ApiKey.DescribeConfigs, new DescribeConfigsResponse());
        On(ApiKey.IncrementalAlterConfigs, new IncrementalAlterConfigsResponse());
        On(ApiKey.CreatePartitions, new CreatePartitionsResponse());
        return broker;

        void On<T>(ApiKey key, T answer)
            where T : IWireFormat<T> =>
            broker.On(key, NeededRequests.All.Single(needed => needed.Key == key).Version, answer);
    }
}
