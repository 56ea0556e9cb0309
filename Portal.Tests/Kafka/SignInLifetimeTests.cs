using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;
using Portal.Tests.LocalCluster;

namespace Portal.Tests.Kafka;

/// <summary>A broker that lets a sign-in last for a minute.</summary>
public sealed class SignInLifetimeTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ManualResetEventSlim _mayAnswer = new();
    private readonly ManualTime _time = new();
    private readonly ScriptedBroker _broker = new();
    private readonly KafkaClient _client;

    public SignInLifetimeTests()
    {
        _broker.On(ApiKey.SaslHandshake, 1, new SaslHandshakeResponse { Mechanisms = ["PLAIN"] });
        _broker.On(ApiKey.SaslAuthenticate, 2, new SaslAuthenticateResponse { SessionLifetimeMs = 60_000 });
        _broker.On(ApiKey.Metadata, 12, _broker.Alone());
        _broker.On(
            ApiKey.CreatePartitions,
            3,
            (w, v) =>
            {
                _mayAnswer.Wait();
                return ScriptedBroker.Say(new CreatePartitionsResponse { ThrottleTimeMs = 7 })(w, v);
            }
        );
        var security = new KafkaSecurity(SignIn: new KafkaSignIn.Plain("portal", "secret"));
        _client = new KafkaClient([_broker.At], security, new KafkaOptions(), _time);
    }

    [Fact]
    public async Task What_is_under_way_when_it_runs_out_is_answered_and_then_that_connection_is_closed()
    {
        var act = await UnderWay(None);

        await RunsOut();
        _broker.Open.ShouldBe(2);
        _mayAnswer.Set();

        (await act).ThrottleTimeMs.ShouldBe(7);
        await Deadline.Until(() => _broker.Open == 1);
    }

    [Fact]
    public async Task A_caller_that_gave_up_does_not_keep_that_connection()
    {
        _broker.On(ApiKey.CreatePartitions, 3, (_, _) => false);
        using var impatient = new CancellationTokenSource();
        var act = await UnderWay(impatient.Token);
        await RunsOut();

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => act);

        await Deadline.Until(() => _broker.Open == 1);
    }

    [Fact]
    public async Task Who_ends_the_client_ends_what_is_under_way_on_that_connection_too()
    {
        var act = await UnderWay(None);
        await RunsOut();

        await _client.DisposeAsync();

        await Should.ThrowAsync<KafkaException.ConnectionLost>(() => act);
    }

    public async ValueTask DisposeAsync()
    {
        _mayAnswer.Set();
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
        _mayAnswer.Dispose();
    }

    private async Task<Task<CreatePartitionsResponse>> UnderWay(CancellationToken stop)
    {
        await _client.Metadata(new MetadataRequest(), None);
        var act = _client.SendController(Call.Of(new CreatePartitionsRequest()), null, stop);
        await Deadline.Until(() => _broker.CountOf(ApiKey.CreatePartitions) == 1);
        return act;
    }

    /// <summary>And somebody else asks.</summary>
    private async Task RunsOut()
    {
        _time.Pass(TimeSpan.FromSeconds(55));
        await _client.Metadata(new MetadataRequest(), None);
        _broker.CountOf(ApiKey.SaslHandshake).ShouldBe(2);
    }
}
