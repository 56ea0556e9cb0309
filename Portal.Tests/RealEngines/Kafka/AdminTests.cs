using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Kafka;

[Collection(KafkaBrokers.Shared)]
public class AdminTests(KafkaBrokers brokers)
{
    private static readonly Allowed Soon = new(TimeSpan.FromSeconds(30));
    private static readonly CancellationToken None = CancellationToken.None;

    [EngineFact]
    public async Task A_topic_is_created_changed_grown_and_deleted_by_its_id()
    {
        await using var client = brokers.Client();
        var admin = new KafkaAdmin(client);

        var created = (await admin.Create([New("life", partitions: 2)], validateOnly: false, Soon, None)).Single();
        created.Error.ShouldBe(ErrorCode.None);
        created.TopicId.ShouldNotBe(Guid.Empty);

        var entries = new Dictionary<string, string?> { ["retention.ms"] = "60000", ["segment.bytes"] = null };
        var altered = await admin.AlterTopicConfigs(One("life", entries), validateOnly: false, Soon, None);
        altered.Single().Error.ShouldBe(ErrorCode.None);
        (await admin.Grow(new Dictionary<string, int> { ["life"] = 5 }, false, Soon, None))
            .Single()
            .Error.ShouldBe(ErrorCode.None);

        await Deadline.Until(async () => (await admin.Topics(["life"], None)).Single().Partitions.Length == 5);
        var configs = (await admin.TopicConfigs(["life"], None)).Single().Configs.ToDictionary(c => c.Name);
        (configs["retention.ms"].Value, configs["retention.ms"].ConfigSource).ShouldBe(("60000", ConfigSources.Topic));
        configs["segment.bytes"].ConfigSource.ShouldBe(ConfigSources.Default);

        (await admin.Delete([created.TopicId], Soon, None)).Single().Error.ShouldBe(ErrorCode.None);
        await Deadline.Until(async () =>
            (await admin.Topics(["life"], None)).Single().Error == ErrorCode.UnknownTopicOrPartition
        );
    }

    [EngineFact]
    public async Task What_was_created_again_under_a_name_survives_the_delete_of_the_first()
    {
        await using var client = brokers.Client();
        var admin = new KafkaAdmin(client);
        var first = (await admin.Create([New("phoenix", 1)], false, Soon, None)).Single().TopicId;
        await admin.Delete([first], Soon, None);
        var second = (await admin.Create([New("phoenix", 1)], false, Soon, None)).Single().TopicId;

        (await admin.Delete([first], Soon, None)).Single().Error.ShouldBe(ErrorCode.UnknownTopicId);

        await Deadline.Until(async () => (await admin.Topics(["phoenix"], None)).Single().TopicId == second);
    }

    [EngineFact]
    public async Task Each_topic_of_a_request_has_its_own_refusal_and_nothing_is_made_when_only_asked()
    {
        await using var client = brokers.Client();
        var admin = new KafkaAdmin(client);
        var fits = New("fits", 1);
        var wide = New("wide", 1) with { ReplicationFactor = 9 };
        var illSet = New("ill-set", 1) with { Configs = [new() { Name = "no.such", Value = "1" }] };

        var answers = await admin.Create([fits, wide, illSet], validateOnly: true, Soon, None);

        answers
            .ToDictionary(topic => topic.Name, topic => topic.Error)
            .ShouldBe(
                new Dictionary<string, ErrorCode>
                {
                    ["fits"] = ErrorCode.None,
                    ["wide"] = ErrorCode.InvalidReplicationFactor,
                    ["ill-set"] = ErrorCode.InvalidConfig,
                },
                ignoreOrder: true
            );
        (await admin.Topics(["fits"], None)).Single().Error.ShouldBe(ErrorCode.UnknownTopicOrPartition);
    }

    [EngineFact]
    public async Task Contents_are_first_and_end_offsets_and_bytes_of_every_copy()
    {
        await brokers.CreateTopic("full", partitions: 3, copies: 2);
        await brokers.Produce("full", partitions: 3, each: 7);
        await using var client = brokers.Client();
        var admin = new KafkaAdmin(client);
        var topics = await admin.Topics(["full"], None);

        var ends = await admin.Offsets(topics, _ => OffsetSpec.Latest, None);
        var firsts = await admin.Offsets(topics, _ => OffsetSpec.Earliest, None);
        var (sizes, silent) = await admin.Sizes(topics, None);

        ends.Select(end => end.Offset).ShouldBe([7, 7, 7]);
        firsts.Select(first => first.Offset).ShouldBe([0, 0, 0]);
        sizes.Count.ShouldBe(6);
        sizes.ShouldAllBe(size => size.Bytes > 0);
        silent.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_topic_that_may_not_be_seen_is_not_taken_for_gone()
    {
        await brokers.CreateTopic("secret", partitions: 1);
        var alice = new KafkaSignIn.ScramSha512(KafkaBrokers.User, KafkaBrokers.Password);
        await using var client = KafkaBrokers.Client(brokers.Kafka.Sasl, new(null, alice));
        var admin = new KafkaAdmin(client);

        (await admin.Topics(["secret"], None)).Single().Error.ShouldBe(ErrorCode.TopicAuthorizationFailed);

        var may = (await admin.Cluster(None)).ClusterAuthorizedOperations;
        AuthorizedOperations.Include(may, AclOperation.Create).ShouldBeFalse();
    }

    [EngineFact]
    public async Task Nothing_is_sent_when_no_time_is_left()
    {
        await using var client = brokers.Client();
        var spent = new Allowed(TimeSpan.FromSeconds(5), Left: () => TimeSpan.Zero);
        var late = await Should.ThrowAsync<KafkaException.TooLate>(() =>
            new KafkaAdmin(client).Create([New("late", 1)], false, spent, None)
        );
        late.MayHaveActed.ShouldBeFalse();
    }

    private static CreateTopicsRequest.NewTopic New(string name, int partitions) =>
        new()
        {
            Name = name,
            NumPartitions = partitions,
            ReplicationFactor = 2,
        };

    private static Dictionary<string, IReadOnlyDictionary<string, string?>> One(
        string topic,
        IReadOnlyDictionary<string, string?> entries
    ) => new() { [topic] = entries };
}
