using Confluent.Kafka;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicSource
{
    private IConsumer<byte[], byte[]>? _consumer;
    private IAdminClient? _enumerator;

    public void Open()
    {
        var settings = new ConsumerConfig(table.Client(isProducer: false, Subtask.Index))
        {
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = table.WithoutOffset,
            EnablePartitionEof = true,
            QueuedMaxMessagesKbytes = 8_192,
            AllowAutoCreateTopics = false,
            StatisticsIntervalMs = 1_000,
        };
        var isCommittedOnly = settings.IsolationLevel == IsolationLevel.ReadCommitted;
        var refusal = new SignInRefusal();
        _consumer = new ConsumerBuilder<byte[], byte[]>(settings)
            .SetErrorHandler((_, error) => refusal.Take(error))
            .SetStatisticsHandler((_, json) => Measure(json, isCommittedOnly))
            .SetLogHandler(static (_, _) => { })
            .Build();
        _enumerator = new AdminClientBuilder(table.Enumerator())
            .SetErrorHandler((_, error) => refusal.Take(error))
            .SetLogHandler(static (_, _) => { })
            .Build();
        refusal.Within(() => Look(isFirst: true));
    }

    public void Close()
    {
        _consumer?.Dispose();
        _enumerator?.Dispose();
    }
}
