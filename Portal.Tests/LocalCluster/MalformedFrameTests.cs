using System.Net.Sockets;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Interop;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

/// <summary>What isn't the protocol ends its own connection, with one line in the log, and touches nothing else.</summary>
public sealed class MalformedFrameTests
{
    [ClusterFact]
    public async Task Nonsense_closes_its_connection_and_a_client_beside_it_notices_nothing()
    {
        await using var cluster = await LocalKafkaProcess.Start(1, "FrameTimeout=00:00:01");
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic();
        byte[][] nonsense =
        [
            [0x7F, 0xFF, 0xFF, 0xFF, 0, 0],
            [0xFF, 0xFF, 0xFF, 0xFF],
            [0, 0, 0, 0],
            "GET / HTTP/1.1\r\n\r\n"u8.ToArray(),
            Request(key: 999, version: 0),
            Request(key: (short)ApiKey.ConsumerGroupDescribe, version: 1),
            Request(key: (short)ApiKey.Fetch, version: 99),
            Request(key: (short)ApiKey.Produce, version: 9, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
            [0, 0, 0, 100, 0, 3],
            [0, 16, 0, 0],
        ];
        foreach (var bytes in nonsense)
        {
            await SendUntilClosed(cluster.Port(1), bytes);
            await client.Produce(topic, 1);
        }

        client.ReadAll(topic).Count.ShouldBe(nonsense.Length);
        cluster.Log.Split("closed the connection").Length.ShouldBe(nonsense.Length + 1);
    }

    [ClusterFact]
    public async Task Damaged_requests_of_every_kind_leave_the_broker_whole()
    {
        await using var cluster = await LocalKafkaProcess.Start(1, "FrameTimeout=00:00:01");
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic();
        await client.Produce(topic, 100);
        var requests = await Requests(cluster.Bootstrap);
        var random = new Random(7);
        byte[][] damaged = [.. Enumerable.Range(0, 4000).Select(n => Damaged(requests[n % requests.Length], random))];

        await Parallel.ForEachAsync(
            damaged,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (bytes, _) => await SendAndLeave(cluster.Port(1), bytes)
        );

        client.ReadAll(topic).Count.ShouldBe(100);
        cluster.Log.ShouldNotContain("fault of its own");
        cluster.Memory().ShouldBeLessThan(400_000_000);
    }

    [ClusterFact]
    public async Task An_announced_length_alone_takes_no_room_from_others()
    {
        await using var cluster = await LocalKafka.Start(1, "InFlightRequestBytes=2000000", "FrameTimeout=00:01:00");
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic(1, ("max.message.bytes", "3000000"));
        var idle = new List<TcpClient>();
        for (var number = 0; number < 20; number++)
        {
            var socket = new TcpClient("127.0.0.1", cluster.Port(1));
            await socket.GetStream().WriteAsync(new byte[] { 5, 0, 0, 0, 0, 0 });
            idle.Add(socket);
        }

        using var producer = client.Producer(with => with.MessageMaxBytes = 3_000_000);
        await producer.ProduceAsync(topic, new() { Value = new string('x', 1_500_000) });

        client.ReadAll(topic).Single().Message.Value.Length.ShouldBe(1_500_000);
        idle.ForEach(socket => socket.Dispose());
    }

    [ClusterFact]
    public async Task More_connections_than_allowed_are_closed_and_room_is_made_when_one_goes()
    {
        await using var cluster = await LocalKafka.Start(1, "MaxConnections=3");
        var open = new List<TcpClient>();
        for (var number = 0; number < 3; number++)
        {
            open.Add(new TcpClient("127.0.0.1", cluster.Port(1)));
            (await IsServed(open[number])).ShouldBeTrue();
        }

        using (var oneMore = new TcpClient("127.0.0.1", cluster.Port(1)))
        {
            (await IsServed(oneMore)).ShouldBeFalse();
        }

        open[0].Dispose();

        await Deadline.Until(async () =>
        {
            using var again = new TcpClient("127.0.0.1", cluster.Port(1));
            return await IsServed(again);
        });
        open.ForEach(socket => socket.Dispose());
    }

    /// <summary>What Kafka's own code wrote of every kind of request that the broker says it answers.</summary>
    private static async Task<GoldenMessage[]> Requests(string bootstrap)
    {
        var address = bootstrap.Split(':');
        var at = new KafkaEndpoint(address[0], int.Parse(address[1]));
        await using var kafka = new KafkaClient([at], KafkaSecurity.None, new KafkaOptions(), TimeProvider.System);
        var asked = Call.Of(new ApiVersionsRequest { ClientSoftwareName = "portal", ClientSoftwareVersion = "1" });
        var announced = (await kafka.SendAny(asked, null, CancellationToken.None)).ApiKeys.ToDictionary(
            api => (ApiKey)api.ApiKey,
            api => api.MaxVersion
        );
        var written = GoldenMessages
            .All.Where(m => m.IsRequest && announced.TryGetValue(m.Key, out var most) && most >= m.Version)
            .ToArray();
        written.Select(m => m.Key).Distinct().ShouldBe(announced.Keys, ignoreOrder: true);
        return written;
    }

    /// <summary>A request as it is, cut off, with bytes of it changed, or with nothing of it left but its kind.</summary>
    private static byte[] Damaged(GoldenMessage request, Random random)
    {
        var body = request.Bytes.ToArray();
        switch (random.Next(8))
        {
            case 0:
                break;
            case 1:
                body = body[..random.Next(body.Length + 1)];
                break;
            case 2:
                body = new byte[random.Next(200)];
                random.NextBytes(body);
                break;
            default:
                for (var changed = random.Next(4); changed >= 0 && body.Length > 0; changed--)
                {
                    body[random.Next(body.Length)] = (byte)random.Next(256);
                }

                break;
        }

        return Request((short)request.Key, request.Version, body);
    }

    private static byte[] Request(short key, short version, params byte[] body)
    {
        using var w = new KafkaWriter();
        w.Int32(0);
        new RequestHeader((ApiKey)key, version, 1, "fuzz").Write(
            w,
            Apis.Find((ApiKey)key)?.IsFlexible(version) ?? false
        );
        w.Raw(body);
        w.Int32At(0, w.Length - sizeof(int));
        return w.Written.ToArray();
    }

    private static async Task SendUntilClosed(int port, byte[] bytes)
    {
        using var socket = new TcpClient("127.0.0.1", port);
        await socket.GetStream().WriteAsync(bytes);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        try
        {
            (await socket.GetStream().ReadAsync(new byte[1], late.Token)).ShouldBe(0);
        }
        catch (IOException)
        {
            // Closed with bytes unread is a reset.
        }
    }

    private static async Task SendAndLeave(int port, byte[] bytes)
    {
        using var socket = new TcpClient("127.0.0.1", port);
        var stream = socket.GetStream();
        using var late = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        try
        {
            await stream.WriteAsync(bytes, late.Token);
            socket.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, late.Token);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // Closed, or a question that waits for others.
        }
    }

    private static async Task<bool> IsServed(TcpClient socket)
    {
        try
        {
            await socket.GetStream().WriteAsync(Request((short)ApiKey.ApiVersions, 0));
            return await socket.GetStream().ReadAsync(new byte[1]) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
