using System.Buffers.Binary;
using Confluent.Kafka;
using Portal.Core.Schemas;
using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>The schema ids that a topic's newest records carry, in whatever way a client packed them.</summary>
[Collection(InteropSuite.Name)]
public sealed class SchemaIdTests(Clusters clusters)
{
    private const int Records = 40;

    [Theory, OnLocalCluster(IsEveryRun = true), OnRealKafka]
    public async Task The_ids_of_the_newest_records_are_read_whatever_their_codec(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        var codecs = Enum.GetValues<CompressionType>();
        var topics = new List<SchemaIdQuestion>();
        foreach (var codec in codecs)
        {
            var topic = await client.Topic();
            topics.Add(new(topic, default, null));
            Produce(bootstrap, topic, codec);
        }

        var answers = await Look(bootstrap, topics);

        foreach (var (codec, topic) in codecs.Zip(topics))
        {
            var found = answers[topic.Topic].ShouldBeOfType<SchemaIdAnswer.Found>();
            (found.Ends, found.Records, found.Unread).ShouldBe((Records, Records, 0), $"{codec}");
            found
                .Ids.Select(use => (use.Part, use.Id, use.Records))
                .ShouldBe([(RecordPart.Key, 7, Records / 2), (RecordPart.Value, 300 + (int)codec, Records - 1)]);
            found.Ids.ShouldAllBe(use => use.NewestAt != null && use.Bytes > Records);
        }

        var again = topics.Select(t => t with { TopicId = Found(t).TopicId, Ends = Records }).ToList();
        (await Look(bootstrap, again)).Values.ShouldAllBe(answer => answer is SchemaIdAnswer.Same);

        SchemaIdAnswer.Found Found(SchemaIdQuestion topic) => (SchemaIdAnswer.Found)answers[topic.Topic];
    }

    [EngineTheory, OnLocalCluster(IsEveryRun = true)]
    public async Task What_Java_s_clients_pack_is_unpacked(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        var topics = new List<SchemaIdQuestion>();
        foreach (var codec in new[] { "snappy", "lz4", "zstd" })
        {
            var topic = await client.Topic();
            topics.Add(new(topic, default, null));
            await clusters.Tool(
                cluster,
                "producer-perf",
                [
                    "--topic",
                    topic,
                    "--num-records",
                    "200",
                    "--record-size",
                    "1000",
                    "--throughput",
                    "-1",
                    "--command-property",
                    $"compression.type={codec}",
                ]
            );
        }

        var answers = await Look(bootstrap, topics);

        answers
            .Values.Cast<SchemaIdAnswer.Found>()
            .ShouldAllBe(found => found.Records == 200 && found.Unread == 0 && found.Ids.IsEmpty);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_unanswered()
    {
        var answers = await Look(await clusters.Bootstrap(Clusters.Local), [new("nowhere", default, null)]);

        answers["nowhere"].ShouldBe(new SchemaIdAnswer.Unanswered("dev doesn't show topic nowhere."));
    }

    private static async Task<IReadOnlyDictionary<string, SchemaIdAnswer>> Look(
        string bootstrap,
        IReadOnlyCollection<SchemaIdQuestion> topics
    )
    {
        await using var client = new KafkaClient(
            Endpoints.Of(bootstrap),
            KafkaSecurity.None,
            new KafkaOptions(),
            TimeProvider.System
        );
        return await SchemaIdLook.At(new KafkaAdmin(client), "dev", topics, CancellationToken.None);
    }

    // Values of one id but for the first, which carries none; half of the keys of another. Long enough to be worth packing.
    private static void Produce(string bootstrap, string topic, CompressionType codec)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]>(
            new ProducerConfig
            {
                BootstrapServers = bootstrap,
                CompressionType = codec,
                LingerMs = 50,
            }
        ).Build();
        for (var n = 0; n < Records; n++)
        {
            producer.Produce(
                topic,
                new()
                {
                    Key = n % 2 == 0 ? Framed(7, 20_000) : null,
                    Value = n == 0 ? "none"u8.ToArray() : Framed(300 + (int)codec, 300),
                }
            );
        }

        producer.Flush(TimeSpan.FromSeconds(30));
    }

    private static byte[] Framed(int id, int bytes)
    {
        var framed = new byte[1 + sizeof(int) + bytes];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), id);
        framed.AsSpan(1 + sizeof(int)).Fill((byte)'x');
        return framed;
    }
}
