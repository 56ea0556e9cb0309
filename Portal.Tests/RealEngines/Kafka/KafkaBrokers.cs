using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Kafka;

/// <summary>Three real brokers with TLS and a SCRAM user, shared by the tests of the client: one at a time, each on topics of its own.</summary>
public sealed class KafkaBrokers : IAsyncLifetime
{
    public const string Shared = "three real brokers";
    public const string User = "alice";
    public const string Password = "secret-1";
    private RealKafka? _kafka;

    public RealKafka Kafka => _kafka!;

    public string CaPem => File.ReadAllText(Kafka.Ca);

    public async Task InitializeAsync()
    {
        if (Repository.Engines is null)
        {
            return;
        }
        // On a machine busy with other tests a broker's heartbeats come late, and it must not be taken for dead. What share groups read is
        // written to 50 partitions on each broker unless it says otherwise.
        _kafka = await RealKafka.Start(
            brokers: 3,
            tls: true,
            "broker.session.timeout.ms=90000",
            "share.coordinator.state.topic.num.partitions=3"
        );
        await using var client = Client();
        await Deadline.Until(async () =>
            (await client.Metadata(new MetadataRequest { Topics = [] }, CancellationToken.None)).Brokers.Length == 3
        );
        await this.SetPassword(User, Password);
    }

    public async Task DisposeAsync()
    {
        if (_kafka is not null)
        {
            await _kafka.DisposeAsync();
        }
    }

    public KafkaClient Client() => Client(Kafka.Bootstrap, KafkaSecurity.None);

    public static KafkaClient Client(string bootstrap, KafkaSecurity security) =>
        new(Endpoints.Of(bootstrap), security, new KafkaOptions(), TimeProvider.System);

    public async Task CreateTopic(string name, int partitions, short copies = 2)
    {
        using var admin = new AdminClientBuilder(Config()).Build();
        await admin.CreateTopicsAsync([
            new TopicSpecification
            {
                Name = name,
                NumPartitions = partitions,
                ReplicationFactor = copies,
            },
        ]);
    }

    /// <summary>Writes so many records into each partition.</summary>
    public async Task Produce(string topic, int partitions, int each)
    {
        using var producer = new ProducerBuilder<Null, string>(Config()).Build();
        await Task.WhenAll(
            from partition in Enumerable.Range(0, partitions)
            from number in Enumerable.Range(0, each)
            select producer.ProduceAsync(new TopicPartition(topic, partition), new() { Value = $"record {number}" })
        );
    }

    /// <summary>Commits for a group that has no members; tried again while the brokers make room for commits.</summary>
    public Task Commit(string group, params (string Topic, int Partition, long Offset)[] offsets) =>
        Deadline.Until(() =>
        {
            using var consumer = Consumer(group);
            consumer.Commit(offsets.Select(o => new TopicPartitionOffset(o.Topic, o.Partition, o.Offset)));
            return true;
        });

    public IConsumer<Ignore, string> Consumer(string group, GroupProtocol protocol = GroupProtocol.Classic) =>
        new ConsumerBuilder<Ignore, string>(
            new ConsumerConfig(Config())
            {
                GroupId = group,
                GroupProtocol = protocol,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnableAutoCommit = false,
            }
        ).Build();

    /// <summary>Reads so many records as a member of a share group, and leaves; librdkafka can't yet.</summary>
    public async Task ShareConsume(string topic, string group, int records)
    {
        const string Program = "org.apache.kafka.tools.consumer.ConsoleShareConsumer";
        string[] what = ["--topic", topic, "--group", group, "--max-messages", $"{records}"];
        await KafkaJava.Program(await KafkaJava.Jars(), [Program, "--bootstrap-server", Kafka.Bootstrap, .. what]);
    }

    private ClientConfig Config() => new() { BootstrapServers = Kafka.Bootstrap };
}

[CollectionDefinition(KafkaBrokers.Shared)]
public sealed class SharedKafkaBrokers : ICollectionFixture<KafkaBrokers>;
