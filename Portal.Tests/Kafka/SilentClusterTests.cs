using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Kafka;

/// <summary>A cluster of many brokers that take connections and never say a word, and perhaps one that speaks.</summary>
public sealed class SilentClusterTests : IAsyncDisposable
{
    private const int Many = 12;
    private readonly ScriptedBroker _speaking = new();
    private readonly TcpListener[] _silent =
    [
        .. Enumerable.Range(0, Many).Select(_ => new TcpListener(IPAddress.Loopback, 0)),
    ];

    public SilentClusterTests()
    {
        foreach (var listener in _silent)
        {
            listener.Start();
        }

        _speaking.On(ApiKey.Metadata, 12, _speaking.Alone());
    }

    [Fact]
    public async Task A_question_is_given_up_after_a_few_of_them_and_later_ones_find_the_one_that_speaks()
    {
        var brief = new KafkaOptions
        {
            ConnectWithin = TimeSpan.FromMilliseconds(400),
            AnswerWithin = TimeSpan.FromMilliseconds(600),
        };
        await using var client = Client(brief, [.. _silent.Select(At), _speaking.At]);

        await Should.ThrowAsync<KafkaException.NoAnswer>(() => Ask(client));

        _silent.Count(listener => listener.Pending()).ShouldBeInRange(1, 3);
        (await Deadline.For(async () => (MetadataResponse?)await Ask(client))).ClusterId.ShouldBe("scripted");
    }

    [Fact]
    public async Task After_one_of_them_the_next_is_asked_by_the_same_question()
    {
        var options = new KafkaOptions { ConnectWithin = TimeSpan.FromSeconds(2) };
        await using var client = Client(options, At(_silent[0]), _speaking.At);

        (await Ask(client)).ClusterId.ShouldBe("scripted");
    }

    [Fact]
    public async Task One_question_waits_for_them_and_the_others_fail_meanwhile()
    {
        var within = TimeSpan.FromSeconds(6);
        await using var client = Client(new KafkaOptions { ConnectWithin = within }, At(_silent[0]));
        await Should.ThrowAsync<KafkaException.NoAnswer>(() => Ask(client));
        var began = Stopwatch.GetTimestamp();

        var asked = Enumerable.Range(0, 6).Select(_ => Ask(client)).ToList();
        while (asked.Count > 1)
        {
            var over = await Task.WhenAny(asked);
            asked.Remove(over);
            await Should.ThrowAsync<KafkaException.NoAnswer>(() => over);
        }

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(within - TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<KafkaException.NoAnswer>(() => asked[0]);
        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(within - TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Once_they_speak_again_all_who_ask_at_once_are_answered()
    {
        var isSilent = true;
        _speaking.On(ApiKey.Metadata, 12, (w, v) => !isSilent && ScriptedBroker.Say(_speaking.Alone())(w, v));
        await using var client = Client(new KafkaOptions { AnswerWithin = TimeSpan.FromSeconds(3) }, _speaking.At);
        await Should.ThrowAsync<KafkaException.NoAnswer>(() => Ask(client));

        isSilent = false;

        (await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Ask(client)))).ShouldAllBe(answer =>
            answer.ClusterId == "scripted"
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _silent)
        {
            listener.Dispose();
        }

        await _speaking.DisposeAsync();
    }

    private static Task<MetadataResponse> Ask(KafkaClient client) =>
        client.Metadata(new MetadataRequest(), CancellationToken.None);

    private static KafkaEndpoint At(TcpListener listener) =>
        new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);

    private static KafkaClient Client(KafkaOptions options, params KafkaEndpoint[] bootstrap) =>
        new(bootstrap, KafkaSecurity.None, options, TimeProvider.System);
}
