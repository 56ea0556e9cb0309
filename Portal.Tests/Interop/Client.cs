using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>librdkafka through Confluent.Kafka, as the tests want it: short words, short time limits.</summary>
internal sealed class Client(string bootstrap) : IDisposable
{
    private static int _made;

    public IAdminClient Admin { get; } =
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap })
            .SetLogHandler((_, _) => { })
            .Build();

    public static string NewName(string kind) => $"{kind}-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";

    public async Task<string> Topic(int partitions = 1, params (string Name, string Value)[] configs)
    {
        var name = NewName("topic");
        await Create(name, partitions, 1, configs);
        return name;
    }

    /// <summary>Creates the topic and waits until it can be used: brokers hear of it one after the other.</summary>
    public async Task Create(string name, int partitions, short replicas, params (string Name, string Value)[] configs)
    {
        await Admin.CreateTopicsAsync([
            new TopicSpecification
            {
                Name = name,
                NumPartitions = partitions,
                ReplicationFactor = replicas,
                Configs = configs.ToDictionary(config => config.Name, config => config.Value),
            },
        ]);
        await Deadline.Until(() =>
            Admin.GetMetadata(name, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Count(each => each.Leader >= 0)
            == partitions
        );
    }

    /// <summary>Null for success, else the error and the broker's words.</summary>
    public async Task<(ErrorCode Code, string Words)?> Refusal(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (CreateTopicsException refused)
        {
            return (refused.Results[0].Error.Code, refused.Results[0].Error.Reason);
        }
        catch (CreatePartitionsException refused)
        {
            return (refused.Results[0].Error.Code, refused.Results[0].Error.Reason);
        }
        catch (IncrementalAlterConfigsException refused)
        {
            return (refused.Results[0].Error.Code, refused.Results[0].Error.Reason);
        }
        catch (DeleteGroupsException refused)
        {
            return (refused.Results[0].Error.Code, refused.Results[0].Error.Reason);
        }
        catch (Confluent.Kafka.KafkaException refused)
        {
            return (refused.Error.Code, refused.Error.Reason);
        }
    }

    public IProducer<string, string> Producer(Action<ProducerConfig>? with = null)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = bootstrap,
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 5,
            MessageTimeoutMs = 20_000,
        };
        with?.Invoke(config);
        return new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build();
    }

    public async Task Produce(string topic, int messages, Action<ProducerConfig>? with = null)
    {
        using var producer = Producer(with);
        var sent = Enumerable
            .Range(0, messages)
            .Select(number => producer.ProduceAsync(topic, new() { Key = $"k{number % 17}", Value = $"{number}" }));
        await Task.WhenAll(sent);
    }

    public IConsumer<string, string> Consumer(string group, Action<ConsumerConfig>? with = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            SessionTimeoutMs = 6000,
            HeartbeatIntervalMs = 300,
            TopicMetadataRefreshIntervalMs = 1000,
        };
        with?.Invoke(config);
        return new ConsumerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build();
    }

    /// <summary>Reads what may be no text.</summary>
    public IConsumer<byte[]?, byte[]?> Bytes(string group) => new ConsumerBuilder<byte[]?, byte[]?>(
            new ConsumerConfig
            {
                BootstrapServers = bootstrap,
                GroupId = group,
                EnableAutoCommit = false,
            }
        ).SetLogHandler((_, _) => { }).Build();

    /// <summary>A member of a group of the new protocol, whose times are the coordinator's.</summary>
    public IConsumer<string, string> Member848(string group, Action<ConsumerConfig>? with = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = group,
            GroupProtocol = GroupProtocol.Consumer,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            TopicMetadataRefreshIntervalMs = 1000,
        };
        with?.Invoke(config);
        return new ConsumerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build();
    }

    /// <summary>A member of whichever protocol that commits what it has read by itself, and says what it gets and gives up.</summary>
    public IConsumer<string, string> Rolling(
        string group,
        string name,
        Action<ConsumerConfig> with,
        Action<List<TopicPartition>> gained,
        Action<List<TopicPartition>> lost
    )
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = group,
            ClientId = name,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            AutoCommitIntervalMs = 100,
        };
        with(config);
        return new ConsumerBuilder<string, string>(config)
            .SetLogHandler((_, _) => { })
            .SetPartitionsAssignedHandler((_, partitions) => gained(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => lost([.. partitions.Select(each => each.TopicPartition)]))
            .SetPartitionsLostHandler((_, partitions) => lost([.. partitions.Select(each => each.TopicPartition)]))
            .Build();
    }

    /// <summary>Every message of the topic, from its beginning to its end.</summary>
    public IReadOnlyList<ConsumeResult<string, string>> ReadAll(string topic, Action<ConsumerConfig>? with = null)
    {
        using var consumer = Consumer(NewName("reader"), with);
        var partitions = Admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions;
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(topic, p.PartitionId, Offset.Beginning)));
        var read = new List<ConsumeResult<string, string>>();
        for (var ended = 0; ended < partitions.Count; )
        {
            var next = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException("No end came in 20 s.");
            if (next.IsPartitionEOF)
            {
                ended++;
            }
            else
            {
                read.Add(next);
            }
        }

        return read;
    }

    public void Dispose() => Admin.Dispose();
}
