using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Portal.Bench.Broker;

/// <summary>What one turn does to a broker.</summary>
internal static class BrokerLoad
{
    public const int Records = 500_000;
    public const int TransactionalRecords = 50_000;
    public const int RecordsATransaction = 100;
    public const int ValueBytes = 200;

    private static readonly byte[] Value = new byte[ValueBytes];
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static async Task<BrokerFigures> Run(string bootstrap, string name, CancellationToken stop)
    {
        var (plain, transactional) = ($"{name}-plain", $"{name}-transactional");
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build())
        {
            await admin.CreateTopicsAsync([
                new TopicSpecification { Name = plain, NumPartitions = 4 },
                new TopicSpecification { Name = transactional, NumPartitions = 4 },
            ]);
        }

        return new(
            Records / await Seconds(() => Produce(bootstrap, plain), stop),
            TransactionalRecords / await Seconds(() => ProduceInTransactions(bootstrap, transactional), stop),
            Records / await Seconds(() => Fetch(bootstrap, plain), stop)
        );
    }

    private static async Task<double> Seconds(Action act, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Task.Run(act, stop);
        return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static void Produce(string bootstrap, string topic)
    {
        using var producer = Producer(bootstrap, transactionalId: null);
        for (var sent = 0; sent < Records; sent++)
        {
            Send(producer, topic, sent);
        }

        producer.Flush(Longest);
    }

    private static void ProduceInTransactions(string bootstrap, string topic)
    {
        using var producer = Producer(bootstrap, topic);
        producer.InitTransactions(Longest);
        for (var sent = 0; sent < TransactionalRecords; sent++)
        {
            if (sent % RecordsATransaction == 0)
            {
                producer.BeginTransaction();
            }

            Send(producer, topic, sent);
            if (sent % RecordsATransaction == RecordsATransaction - 1)
            {
                producer.CommitTransaction(Longest);
            }
        }
    }

    private static void Fetch(string bootstrap, string topic)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "bench",
            // A client whose own queue is full fetches nothing for a second, and it is full sooner the faster the broker is.
            QueuedMinMessages = Records,
            FetchQueueBackoffMs = 10,
        };
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config).Build();
        consumer.Assign(
            Enumerable.Range(0, 4).Select(number => new TopicPartitionOffset(topic, number, Offset.Beginning))
        );
        for (var read = 0; read < Records; read++)
        {
            _ = consumer.Consume(Longest) ?? throw new TimeoutException($"{read} of {Records} records came.");
        }
    }

    private static void Send(IProducer<Null, byte[]> producer, string topic, int number)
    {
        while (true)
        {
            try
            {
                producer.Produce(new TopicPartition(topic, number / 10 % 4), new() { Value = Value });
                return;
            }
            catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(5));
            }
        }
    }

    private static IProducer<Null, byte[]> Producer(string bootstrap, string? transactionalId)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = bootstrap,
            Acks = Acks.All,
            EnableIdempotence = true,
            EnableDeliveryReports = false,
            LingerMs = transactionalId is null ? 5 : 0,
            BatchSize = 65_536,
        };
        if (transactionalId is not null)
        {
            config.TransactionalId = transactionalId;
        }

        return new ProducerBuilder<Null, byte[]>(config).Build();
    }
}
