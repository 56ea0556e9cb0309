using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Portal.Engines.Collecting;
using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.Kafka;

/// <summary>A cluster of two brokers of which one takes connections and never says a word.</summary>
public sealed class SilentBrokerTests : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    // Far from what an unbounded reading takes, and above what a busy machine adds.
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(6);
    private readonly ScriptedBroker _speaking = new();
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public SilentBrokerTests()
    {
        _silent.Start();
        var cluster = _speaking.Alone(
            new MetadataResponse.Topic
            {
                Name = "orders",
                TopicId = new Guid("aaaaaaaa-0000-0000-0000-000000000001"),
                Partitions = [new() { LeaderId = 1 }, new() { PartitionIndex = 1, LeaderId = 2 }],
            }
        );
        var mute = new MetadataResponse.Broker
        {
            NodeId = 2,
            Host = Silent.Host,
            Port = Silent.Port,
        };
        _speaking.On(ApiKey.Metadata, 13, cluster with { Brokers = [mute, .. cluster.Brokers] });
        _speaking.On(ApiKey.ListGroups, 5, new ListGroupsResponse());
        _speaking.On(
            ApiKey.ListOffsets,
            9,
            new ListOffsetsResponse { Topics = [new() { Name = "orders", Partitions = [new() { Offset = 7 }] }] }
        );
    }

    private KafkaEndpoint Silent => new("127.0.0.1", ((IPEndPoint)_silent.LocalEndpoint).Port);

    [Fact]
    public async Task What_it_leads_is_unknown_and_the_rest_is_told_in_time()
    {
        await using var client = Client(_speaking.At);

        var reading = await new LagReader(client, Within, new NamePool()).Read(CancellationToken.None);

        reading.Took.ShouldBeLessThan(InTime);
        reading.Ends.Offsets.ShouldBe([7, -1]);
        reading.Ends.Errors.ShouldBe([ErrorCode.None, ErrorCode.NetworkException]);
        reading.Silences.Select(s => s.Broker).Distinct().ShouldBe([2]);
    }

    [Fact]
    public async Task It_does_not_use_up_the_time_when_it_is_asked_first()
    {
        await using var client = Client(Silent, _speaking.At);

        var reading = await new LagReader(client, Within * 3, new NamePool()).Read(CancellationToken.None);

        reading.Ends.Offsets.ShouldBe([7, -1]);
        reading.Took.ShouldBeLessThan(InTime);
    }

    [Fact]
    public async Task However_many_are_silent_the_one_that_speaks_is_found_at_last()
    {
        using var another = new TcpListener(IPAddress.Loopback, 0);
        using var third = new TcpListener(IPAddress.Loopback, 0);
        another.Start();
        third.Start();
        KafkaEndpoint[] bootstrap = [Silent, At(another), At(third), _speaking.At];
        await using var client = Client(bootstrap);
        var reader = new LagReader(client, Within, new NamePool());

        await Should.ThrowAsync<KafkaException>(() => reader.Read(CancellationToken.None));

        (await FoundWithin(bootstrap.Length, reader)).Ends.Offsets.ShouldBe([7, -1]);
    }

    [Fact]
    public async Task Share_groups_of_those_that_speak_are_read_though_another_uses_up_the_time_of_the_lag()
    {
        _speaking.On(
            ApiKey.ListGroups,
            5,
            new ListGroupsResponse { Groups = [new() { GroupId = "sharers", GroupType = "share" }] }
        );
        _speaking.On(
            ApiKey.DescribeShareGroupOffsets,
            1,
            new DescribeShareGroupOffsetsResponse
            {
                Groups =
                [
                    new()
                    {
                        GroupId = "sharers",
                        Topics = [new() { TopicName = "orders", Partitions = [new() { StartOffset = 3, Lag = 4 }] }],
                    },
                ],
            }
        );
        await using var client = Client(_speaking.At);
        var cycle = new CycleReader();
        await cycle.Read(client, Within, CancellationToken.None);
        var began = Stopwatch.GetTimestamp();

        // What the lag leaves is enough for a busy machine too.
        var (lag, shares) = await cycle.Read(client, Within * 6, CancellationToken.None);

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(InTime * 2);
        lag.Silences.Select(s => s.Broker).Distinct().ShouldBe([2]);
        shares.Silent.ShouldBeEmpty();
        shares.Offsets.ShouldHaveSingleItem().StartOffset.ShouldBe(3);
    }

    public async ValueTask DisposeAsync()
    {
        _silent.Dispose();
        await _speaking.DisposeAsync();
    }

    // Each reading gets past one silent address at least; how many more, depends on how busy the machine is.
    private static async Task<LagReading> FoundWithin(int readings, LagReader reader)
    {
        for (var left = readings; left > 1; left--)
        {
            try
            {
                return await reader.Read(CancellationToken.None);
            }
            catch (KafkaException)
            {
                // The next reading begins with those that haven't failed.
            }
        }

        return await reader.Read(CancellationToken.None);
    }

    private static KafkaEndpoint At(TcpListener listener) =>
        new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);

    private static KafkaClient Client(params KafkaEndpoint[] bootstrap) =>
        new(bootstrap, KafkaSecurity.None, new KafkaOptions(), TimeProvider.System);
}
