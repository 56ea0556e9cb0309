using System.Globalization;
using Confluent.Kafka;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>What a source says of its time when nothing comes.</summary>
public sealed class IdleSourceTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTime Began = new(2025, 1, 1);
    private readonly string _topic = Client.NewName("idle");
    private readonly ManualTime _time = new();
    private LocalKafka _cluster = null!;
    private Client _client = null!;

    public async Task InitializeAsync()
    {
        _cluster = await LocalKafka.Start(1);
        _client = new(_cluster.Bootstrap);
        await _client.Create(_topic, 2, 1);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [ClusterFact]
    public async Task When_all_partitions_have_become_idle_it_stays_where_the_slowest_of_them_was()
    {
        var source = Source();
        source.Open();
        await Produce(partition: 0, minute: 120);
        await Produce(partition: 1, minute: 60);
        await Read(source, 2);
        After(source, seconds: 0).ShouldBe(Minute(60));

        // The other one goes on for longer.
        await Produce(partition: 1, minute: 61);
        await Read(source, 1);
        After(source, seconds: 20).ShouldBe(Minute(61));
        After(source, seconds: 20).ShouldBe(Minute(61));
        After(source, seconds: 20).ShouldBe(Minute(61), "the first is idle");
        After(source, seconds: 20).ShouldBe(Minute(61), "both are");

        await Produce(partition: 1, minute: 90);
        await Read(source, 1);
        After(source, seconds: 0).ShouldBe(Minute(90), "what it gave isn't late");
        source.Close();
    }

    [ClusterFact]
    public async Task One_that_has_ended_does_not_speak_for_one_that_only_rests()
    {
        await Produce(partition: 0, minute: 120);
        await Produce(partition: 1, minute: 60);
        await Produce(partition: 1, minute: 61);
        var source = Source(
            ("scan.bounded.mode", "specific-offsets"),
            ("scan.bounded.specific-offsets", "partition:0,offset:1;partition:1,offset:3")
        );
        source.Open();
        await Read(source, 3);

        After(source, seconds: 0).ShouldBe(Minute(61), "the other one has ended");
        After(source, seconds: 20).ShouldBe(Minute(61));
        After(source, seconds: 40).ShouldBe(Minute(61), "it rests, and something is still to come");
        source.Close();
    }

    private long After(TopicSource source, int seconds)
    {
        _time.Pass(TimeSpan.FromSeconds(seconds));
        source.EmitWatermark();
        return source.SentWatermark;
    }

    private static async Task Read(TopicSource source, int records)
    {
        var read = 0;
        await Deadline.Until(() => (read += source.Poll(TimeSpan.FromMilliseconds(100))) == records);
    }

    private static long Minute(int minute) => (long)(Began.AddMinutes(minute) - DateTime.UnixEpoch).TotalMilliseconds;

    private TopicSource Source(params (string Name, string Value)[] more) =>
        new(
            new TopicTable(
                new Dictionary<string, string>(more.Select(option => KeyValuePair.Create(option.Name, option.Value)))
                {
                    ["connector"] = "kafka",
                    ["topic"] = _topic,
                    ["properties.bootstrap.servers"] = _cluster.Bootstrap,
                    ["properties.group.id"] = "idle",
                    ["scan.startup.mode"] = "earliest-offset",
                    ["format"] = "raw",
                },
                [new("minute", SqlType.String, null, false)],
                []
            ),
            row => [Began.AddMinutes(int.Parse((string)row[0]!, CultureInfo.InvariantCulture))],
            (row => row[0], 0),
            TimeSpan.FromSeconds(30),
            _time
        );

    private async Task Produce(int partition, int minute)
    {
        using var producer = _client.Producer();
        await producer.ProduceAsync(
            new TopicPartition(_topic, partition),
            new() { Key = "k", Value = minute.ToString(CultureInfo.InvariantCulture) }
        );
    }
}
