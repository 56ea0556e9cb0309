using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Kafka;

public class ClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Allowed Moment = new(TimeSpan.FromMilliseconds(200));

    [Fact]
    public async Task A_broker_that_does_not_know_our_ApiVersions_is_asked_again_in_its_own()
    {
        await using var broker = new ScriptedBroker(apiVersions: 2);
        broker.On(ApiKey.Metadata, most: 5, broker.Alone());
        await using var client = broker.Client();

        var answer = await client.Metadata(new MetadataRequest(), None);

        answer.ClusterId.ShouldBe("scripted");
        broker.Asked.ShouldBe([(ApiKey.ApiVersions, 4), (ApiKey.ApiVersions, 2), (ApiKey.Metadata, 5)]);
    }

    [Fact]
    public async Task What_an_old_broker_cannot_understand_is_not_sent_to_it()
    {
        await using var broker = new ScriptedBroker();
        broker.On(ApiKey.Metadata, most: 12, broker.Alone());
        broker.On(ApiKey.DeleteTopics, most: 5, new DeleteTopicsResponse());
        await using var client = broker.Client();
        var byId = new DeleteTopicsRequest
        {
            Topics = [new() { TopicId = new Guid("11111111-0000-0000-0000-000000000001") }],
        };

        var refused = await Should.ThrowAsync<KafkaException.NotUnderstood>(() =>
            client.SendController(Call.Of(byId), null, None)
        );

        refused.Message.ShouldContain("DeleteTopics");
        broker.Asked.ShouldNotContain(asked => asked.Key == ApiKey.DeleteTopics);
    }

    [Fact]
    public async Task An_act_that_is_not_answered_in_time_may_have_happened()
    {
        await using var broker = new ScriptedBroker();
        broker.On(ApiKey.Metadata, most: 12, broker.Alone());
        broker.On(ApiKey.CreatePartitions, most: 3, (_, _) => false);
        await using var client = broker.Client();

        var silence = await Should.ThrowAsync<KafkaException.NoAnswer>(() =>
            client.SendController(Call.Of(new CreatePartitionsRequest()), Moment, None)
        );

        silence.MayHaveActed.ShouldBeTrue();
        await Deadline.Until(() => broker.CountOf(ApiKey.CreatePartitions) == 1);
    }

    [Fact]
    public async Task After_a_silence_the_next_request_goes_over_a_new_connection()
    {
        await using var broker = new ScriptedBroker();
        var isSilent = true;
        broker.On(ApiKey.Metadata, most: 12, (w, v) => !isSilent && ScriptedBroker.Say(broker.Alone())(w, v));
        await using var client = broker.Client();
        var question = Call.Of(new MetadataRequest());
        await Should.ThrowAsync<KafkaException.NoAnswer>(() => client.SendAny(question, Moment, None));

        isSilent = false;

        (await client.Metadata(new MetadataRequest(), None)).Brokers.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Nonsense_for_an_answer_ends_the_connection_and_is_told_as_such()
    {
        await using var broker = new ScriptedBroker();
        ScriptedBroker.Answering nonsense = (w, _) =>
        {
            w.Raw([0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
            return true;
        };
        broker.On(ApiKey.Metadata, most: 12, nonsense);
        await using var client = broker.Client();
        await Should.ThrowAsync<KafkaException.Garbled>(() => client.Metadata(new MetadataRequest(), None));
    }

    [Fact]
    public async Task An_answer_too_short_to_name_its_request_is_told_at_once()
    {
        await using var broker = new ScriptedBroker();
        broker.On(ApiKey.Metadata, most: 12, new MetadataResponse()).BreaksOff = true;
        await using var client = broker.Client();
        await Should.ThrowAsync<KafkaException.Garbled>(() => client.Metadata(new MetadataRequest(), None));
    }

    [Fact]
    public async Task Many_requests_share_a_connection_and_each_gets_its_own_answer()
    {
        await using var broker = new ScriptedBroker();
        broker.On(ApiKey.Metadata, most: 12, broker.Alone());
        broker.On(ApiKey.ListGroups, most: 4, new ListGroupsResponse { Groups = [new() { GroupId = "g" }] });
        await using var client = broker.Client();
        await client.Metadata(new MetadataRequest(), None);

        var both = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(async _ =>
                {
                    var groups = client.SendTo(1, Call.Of(new ListGroupsRequest()), null, None);
                    var cluster = client.Metadata(new MetadataRequest(), None);
                    return ((await groups).Groups.Single().GroupId, (await cluster).ClusterId);
                })
        );

        both.Distinct().ShouldBe([("g", "scripted")]);
        broker.Asked.Count(asked => asked.Key == ApiKey.ApiVersions).ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_disturb_the_others()
    {
        await using var broker = new ScriptedBroker();
        broker.On(ApiKey.Metadata, most: 12, broker.Alone());
        await using var client = broker.Client();
        await client.Metadata(new MetadataRequest(), None);
        using var impatient = new CancellationTokenSource();

        var given = client.Metadata(new MetadataRequest(), impatient.Token);
        await impatient.CancelAsync();
        var kept = await client.Metadata(new MetadataRequest(), None);

        kept.ClusterId.ShouldBe("scripted");
        await Task.WhenAny(given);
        broker.Asked.Count(asked => asked.Key == ApiKey.ApiVersions).ShouldBe(1);
    }

    [Fact]
    public async Task Where_nothing_listens_is_told()
    {
        await using var client = new KafkaClient(
            [new("127.0.0.1", FreePorts.One())],
            KafkaSecurity.None,
            new KafkaOptions(),
            TimeProvider.System
        );
        var refused = await Should.ThrowAsync<KafkaException.Unreachable>(() =>
            client.Metadata(new MetadataRequest(), None)
        );
        refused.Message.ShouldContain("nothing listens there");
        refused.MayHaveActed.ShouldBeFalse();
    }
}
