using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>
/// A compacted topic. Each generation of records is 10 s younger than the one before by its own timestamps, and so begins a segment; the
/// newest one is never compacted.
/// </summary>
internal sealed class CompactionWorld(Client client, string topic, TimeSpan age)
{
    private readonly long _began = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeMilliseconds();
    private int _generations;

    public string Topic => topic;

    public static Task<CompactionWorld> Create(Client client, params (string Name, string Value)[] configs) =>
        Create(client, TimeSpan.FromHours(1), configs);

    /// <param name="age">Of the first generation. Markers of transactions have the time of the broker.</param>
    public static async Task<CompactionWorld> Create(
        Client client,
        TimeSpan age,
        params (string Name, string Value)[] configs
    )
    {
        (string Name, string Value)[] all =
        [
            .. configs,
            ("cleanup.policy", "compact"),
            ("segment.ms", "5000"),
            ("min.cleanable.dirty.ratio", "0.001"),
        ];
        return new(client, await client.Topic(1, [.. all.DistinctBy(config => config.Name)]), age);
    }

    /// <summary>When the generation's records were written, Unix milliseconds.</summary>
    public long TimeOf(int generation) => _began + generation * 10_000L;

    public Task Write(params (string Key, string? Value)[] records) =>
        Write(with => with.EnableIdempotence = false, records);

    public async Task Write(Action<ProducerConfig> with, params (string Key, string? Value)[] records)
    {
        using var producer = client.Producer(with);
        await Write(producer, records);
    }

    public async Task Write(IProducer<string, string> producer, params (string Key, string? Value)[] records)
    {
        var time = TimeOf(_generations++);
        await Task.WhenAll(records.Select(record => producer.ProduceAsync(topic, Message(record, time++))));
    }

    /// <summary>The newest segment is closed by a record of the key <c>end</c>.</summary>
    public Task Close() => Write(("end", "end"));

    public IReadOnlyList<ConsumeResult<string, string>> Read(Action<ConsumerConfig>? with = null) =>
        client.ReadAll(topic, with);

    /// <summary>Waits until these records are all, in this order.</summary>
    public async Task Leaves(params string[] records)
    {
        string[] found = [];
        try
        {
            await Deadline.Until(
                () => (found = [.. Read().Select(Text)]).SequenceEqual(records),
                TimeSpan.FromSeconds(60)
            );
        }
        catch (TimeoutException)
        {
            found.ShouldBe(records);
        }
    }

    /// <summary>The first record that a reader from this offset is given; null: none.</summary>
    public ConsumeResult<string, string>? First(IConsumer<string, string> consumer, long from)
    {
        consumer.Assign(new TopicPartitionOffset(topic, 0, from));
        var next = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException("No end came in 20 s.");
        return next.IsPartitionEOF ? null : next;
    }

    public Task Set(string name, string value) =>
        client.Admin.IncrementalAlterConfigsAsync(
            new()
            {
                [new() { Type = ResourceType.Topic, Name = topic }] =
                [
                    new()
                    {
                        Name = name,
                        Value = value,
                        IncrementalOperation = AlterConfigOpType.Set,
                    },
                ],
            }
        );

    public async Task<long> Offset(OffsetSpec spec) =>
        (await client.Admin.ListOffsetsAsync([new() { TopicPartition = new(topic, 0), OffsetSpec = spec }]))
            .ResultInfos[0]
            .TopicPartitionOffsetError
            .Offset
            .Value;

    /// <summary>A record as <see cref="Leaves"/> has it: <c>key=value</c>, and without a value a tombstone.</summary>
    public static string Text(ConsumeResult<string, string> record) =>
        record.Message.Value is null ? record.Message.Key : $"{record.Message.Key}={record.Message.Value}";

    private static Message<string, string> Message((string Key, string? Value) record, long time) =>
        new()
        {
            Key = record.Key,
            Value = record.Value!,
            Timestamp = new(time, TimestampType.CreateTime),
            Headers = [new Header("of", "header"u8.ToArray())],
        };
}
