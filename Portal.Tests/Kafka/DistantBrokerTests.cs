using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Kafka;

/// <summary>A broker whose answer takes longer than it takes to give up one that is silent.</summary>
public sealed class DistantBrokerTests : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(27);
    private static readonly TimeSpan OfOneBroker = Within / 3;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ManualResetEventSlim _mayAnswer = new();
    private readonly TaskCompletionSource _rest = new();
    private readonly TimersByHand _time = new();
    private readonly ScriptedBroker _broker = new();
    private readonly KafkaClient _client;

    public DistantBrokerTests()
    {
        _broker.On(ApiKey.Metadata, 13, _broker.Alone());
        _broker.On(
            ApiKey.ListGroups,
            5,
            (w, v) =>
            {
                _mayAnswer.Wait();
                return ScriptedBroker.Say(new ListGroupsResponse())(w, v);
            }
        );
        _client = new KafkaClient([_broker.At], KafkaSecurity.None, new KafkaOptions(), _time);
    }

    [Fact]
    public async Task An_answer_that_is_arriving_is_waited_for_beyond_that_and_not_requested_anew()
    {
        var reading = await Asked(
            (w, v) =>
            {
                _broker.Rest = _rest.Task;
                return ScriptedBroker.Say(_broker.Alone())(w, v);
            }
        );

        _time.Pass(OfOneBroker);
        await Deadline.Until(() => reading.IsCompleted || _time.Started(OfOneBroker) == 2);
        _rest.SetResult();

        (await reading).ClusterId.ShouldBe("scripted");
        _broker.CountOf(ApiKey.Metadata).ShouldBe(2);
        _broker.CountOf(ApiKey.ApiVersions).ShouldBe(1);
    }

    [Fact]
    public async Task One_of_which_nothing_more_comes_is_given_up()
    {
        var reading = await Asked((_, _) => false);

        _time.Pass(OfOneBroker);
        await Deadline.Until(() => reading.IsCompleted || _time.Started(OfOneBroker) == 2);
        reading.IsCompleted.ShouldBeFalse();
        _time.Pass(OfOneBroker);

        var silence = await Should.ThrowAsync<KafkaException.NoAnswer>(() => reading);
        silence.Message.ShouldContain("did not answer Metadata within 18 s");
    }

    public async ValueTask DisposeAsync()
    {
        _mayAnswer.Set();
        _rest.TrySetResult();
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
        _mayAnswer.Dispose();
    }

    /// <summary>A reading that waits for metadata, over a connection on which bytes have come since it was asked for.</summary>
    private async Task<Task<LagReading>> Asked(ScriptedBroker.Answering metadata)
    {
        await _client.Metadata(new MetadataRequest(), None);
        var before = _client.SendTo(1, Call.Of(new ListGroupsRequest()), null, None);
        await Deadline.Until(() => _broker.CountOf(ApiKey.ListGroups) == 1);
        _broker.On(ApiKey.Metadata, 13, metadata);
        var reading = new LagReader(_client, Within, new NamePool()).Read(None);
        await Deadline.Until(() => _time.Started(OfOneBroker) == 1);
        _mayAnswer.Set();
        await before;
        return reading;
    }
}
