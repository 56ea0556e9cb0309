using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster;
using Portal.LocalCluster.Broker;
using Portal.Tests.Interop;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

/// <summary>Memory for answers is bounded whatever clients do with them, and no request waits for what it holds itself.</summary>
public sealed class AnswerMemoryTests
{
    // More than the system takes in on a client's behalf.
    private const int Large = 24_000_000;

    [ClusterFact]
    public async Task The_room_of_an_answer_is_held_until_its_client_has_read_it()
    {
        using var folder = RunFolder.For("answers");
        var port = FreePorts.One();
        await using var host = LocalClusterHost.Build([
            $"--LocalCluster:DataDirectory={folder.Path}",
            $"--LocalCluster:FirstPort={port}",
            $"--LocalCluster:AdminPort={FreePorts.One()}",
            "--LocalCluster:Brokers=1",
            "--LocalCluster:MaxFetchBytes=40000000",
        ]);
        await host.StartAsync();
        var memory = host.Services.GetRequiredService<ClusterMemory>().Answers;
        var all = memory.Left;
        using var client = new Client($"127.0.0.1:{port}");
        using var socket = await Asked(port, Question(await Filled(client)));

        // It has begun to come, and can't have left whole.
        await Deadline.Until(() => socket.Available > 0);
        memory.Left.ShouldBeLessThanOrEqualTo(all - Large);

        (await Answer(socket)).ShouldBeGreaterThan(Large);
        await Deadline.Until(() => memory.Left == all);
        await host.StopAsync();
    }

    [ClusterFact]
    public async Task A_client_that_does_not_read_its_answer_is_closed_with_one_line_and_others_notice_nothing()
    {
        await using var cluster = await LocalKafkaProcess.Start(1, "MaxFetchBytes=40000000", "AnswerTimeout=00:00:01");
        using var client = new Client(cluster.Bootstrap);
        var topic = await Filled(client);
        using var socket = await Asked(cluster.Port(1), Question(topic));

        await Deadline.Until(() => cluster.Log.Contains("wasn't read within", StringComparison.Ordinal));

        await Should.ThrowAsync<IOException>(() => Answer(socket));
        client.ReadAll(topic).Count.ShouldBe(24);
        cluster.Log.Split("closed the connection").Length.ShouldBe(2);
    }

    [ClusterFact]
    public async Task Requests_that_fill_the_memory_do_not_wait_for_one_another_s_answers()
    {
        await using var cluster = await LocalKafka.Start(1, "InFlightRequestBytes=2000000");
        var question = new FetchRequest
        {
            Topics =
            [
                new() { Name = "nowhere", Partitions = [.. Enumerable.Repeat(new FetchRequest.Partition(), 90_000)] },
            ],
        };
        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Asked(cluster.Port(1), question)));

        var answers = await Task.WhenAll(asked.Select(Answer));

        answers.ShouldAllBe(length => length > 90_000);
        Array.ForEach(asked, socket => socket.Dispose());
    }

    private static FetchRequest Question(string topic) =>
        new()
        {
            MaxWaitMs = 10_000,
            MinBytes = 1,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionMaxBytes = int.MaxValue }] }],
        };

    private static async Task<string> Filled(Client client)
    {
        var topic = await client.Topic(1, ("max.message.bytes", "1100000"));
        using var producer = client.Producer(with => with.MessageMaxBytes = 1_100_000);
        var value = new string('x', Large / 24);
        await Task.WhenAll(
            Enumerable.Range(0, 24).Select(_ => producer.ProduceAsync(topic, new() { Key = "k", Value = value }))
        );
        return topic;
    }

    private static async Task<Socket> Asked(int port, FetchRequest question)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024 };
        await socket.ConnectAsync("127.0.0.1", port);
        using var writer = new KafkaWriter();
        Kafka.RequestFrame.Write(writer, question, question.MostVersion, 1);
        for (var sent = 0; sent < writer.Length; )
        {
            sent += await socket.SendAsync(writer.Written[sent..]);
        }

        return socket;
    }

    /// <summary>Reads an answer whole, and says how long it is.</summary>
    private static async Task<int> Answer(Socket socket)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        await using var stream = new NetworkStream(socket);
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, late.Token);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(answer, late.Token);
        return answer.Length;
    }
}
