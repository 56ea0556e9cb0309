using System.Diagnostics;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;
using Portal.Tests.LocalCluster;

namespace Portal.Tests.Interop;

[Collection(InteropSuite.Name)]
public sealed class ClientQuotaTests(Clusters clusters)
{
    private const string Produced = "producer_byte_rate";
    private const string Consumed = "consumer_byte_rate";
    private const sbyte Exact = 0;
    private const sbyte Default = 1;
    private const sbyte AnyName = 2;

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Quotas_are_set_found_and_taken_away_by_user_client_id_both_and_for_the_rest(string cluster)
    {
        await using var raw = new RawClient(await clusters.Bootstrap(cluster));
        var (user, id) = (Client.NewName("user"), Client.NewName("client"));
        (await Set(raw, Produced, 1024, ("user", user))).ShouldBeNull();
        (await Set(raw, Consumed, 2048, ("user", user))).ShouldBeNull();
        (await Set(raw, "request_percentage", 12.5, ("client-id", id))).ShouldBeNull();
        (await Set(raw, Produced, 512, ("user", user), ("client-id", id))).ShouldBeNull();
        (await Set(raw, "controller_mutation_rate", 3, ("user", user), ("client-id", null))).ShouldBeNull();

        await Finds(raw, "user=X: consumer_byte_rate=2048 producer_byte_rate=1024", true, ("user", Exact, user));
        await Finds(raw, "client-id=X: request_percentage=12.5", true, ("client-id", Exact, id));
        await Finds(
            raw,
            "client-id=X user=X: producer_byte_rate=512",
            false,
            ("user", Exact, user),
            ("client-id", Exact, id)
        );
        await Finds(
            raw,
            "client-id=- user=X: controller_mutation_rate=3",
            false,
            ("user", Exact, user),
            ("client-id", Default, null)
        );
        await Finds(
            raw,
            "client-id=- user=X: controller_mutation_rate=3; client-id=X user=X: producer_byte_rate=512",
            false,
            ("user", Exact, user),
            ("client-id", AnyName, null)
        );

        (await Set(raw, Consumed, null, ("user", user))).ShouldBeNull();
        (await Set(raw, "request_percentage", null, ("user", user))).ShouldBeNull();
        await Finds(raw, "user=X: producer_byte_rate=1024", true, ("user", Exact, user));
        await Clear(raw, [("user", user)], [("client-id", id)], [("user", user), ("client-id", id)]);
        await Clear(raw, [("user", user), ("client-id", null)]);
        await Finds(raw, "", false, ("user", Exact, user));
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_can_not_be_a_quota_or_be_asked_for_is_refused_in_the_same_words(string cluster)
    {
        await using var raw = new RawClient(await clusters.Bootstrap(cluster));
        (await Set(raw, Produced, 1)).ShouldBe("Invalid empty client quota entity");
        (await Set(raw, Produced, 1, ("group", "g"))).ShouldBe("Unhandled client quota entity type: group");
        (await Set(raw, Produced, 1, ("user", ""))).ShouldBe("Empty user not supported");
        (await Set(raw, "rate", 1, ("user", "u"))).ShouldBe("Invalid configuration key rate");
        (await Set(raw, Produced, 0, ("user", "u"))).ShouldBe("Quota producer_byte_rate must be greater than 0");
        (await Set(raw, Produced, 1.5, ("user", "u"))).ShouldBe("producer_byte_rate cannot be a fractional value.");
        (await Set(raw, Produced, 1, ("ip", "127.0.0.1"))).ShouldBe("Invalid configuration key producer_byte_rate");
        (await Set(raw, Produced, 1, ("user", "u"), ("ip", "127.0.0.1"))).ShouldBe(
            "Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId"
        );

        (await Fault(raw, ("", Exact, "u"))).ShouldBe("Invalid empty entity type.");
        (await Fault(raw, ("user", Exact, null))).ShouldBe(
            "Request specified MATCH_TYPE_EXACT, but set match string to null."
        );
        (await Fault(raw, ("user", Default, "u"))).ShouldBe(
            "Request specified MATCH_TYPE_DEFAULT, but also specified a match string."
        );
        (await Fault(raw, ("user", 9, null))).ShouldBe("Unknown match type 9");
        (await Fault(raw, ("user", Exact, "u"), ("user", Exact, "u"))).ShouldBe(
            "Entity type user cannot appear more than once in the filter."
        );
        (await Fault(raw, ("group", Exact, "u"))).ShouldBe("Unsupported entity type group");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Who_produces_faster_than_its_quota_is_told_for_how_long_and_not_read_meanwhile(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var id = Client.NewName("client");
        await using var raw = new RawClient(await clusters.Bootstrap(cluster), id);
        var topic = await client.Topic();
        await Set(raw, Produced, 1024, ("client-id", id));
        ProduceResponse? answer = null;
        await Deadline.Until(async () => (answer = await Produce(raw, topic, 3000)).ThrottleTimeMs > 0);

        answer!.Responses[0].PartitionResponses[0].Error.ShouldBe(ErrorCode.None);
        answer.ThrottleTimeMs.ShouldBeLessThan(5000);
        var asked = Stopwatch.GetTimestamp();
        await raw.ToLeader(topic, new ListOffsetsRequest { Topics = [] }, 7);
        Stopwatch.GetElapsedTime(asked).TotalMilliseconds.ShouldBeGreaterThan(answer.ThrottleTimeMs - 500);
        await Clear(raw, [("client-id", id)]);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Who_changes_topics_faster_than_its_quota_is_refused_until_it_may_again(string cluster)
    {
        var id = Client.NewName("client");
        await using var raw = new RawClient(await clusters.Bootstrap(cluster), id);
        await Set(raw, "controller_mutation_rate", 1, ("client-id", id));
        var made = new List<string>();
        CreateTopicsResponse? refused = null;
        // Those of eleven seconds may come at once. A controller of Kafka learns of it a moment later.
        await Deadline.Until(async () =>
        {
            var topic = Client.NewName("topic");
            var answer = await raw.ToController(
                new CreateTopicsRequest
                {
                    Topics =
                    [
                        new()
                        {
                            Name = topic,
                            NumPartitions = 5,
                            ReplicationFactor = 1,
                        },
                    ],
                },
                7
            );
            if (answer.Topics[0].Error == ErrorCode.None)
            {
                made.Add(topic);
                return false;
            }

            refused = answer;
            return true;
        });

        made.Count.ShouldBeGreaterThanOrEqualTo(3);
        (refused!.Topics[0].Error, refused.Topics[0].ErrorMessage).ShouldBe((ErrorCode.ThrottlingQuotaExceeded, null));
        refused.ThrottleTimeMs.ShouldBeInRange(1, 10_000);
        await using var other = new RawClient(await clusters.Bootstrap(cluster));
        var delete = new DeleteTopicsRequest { TopicNames = [.. made], TimeoutMs = 10_000 };
        (await other.ToController(delete, 5)).Responses.ShouldAllBe(topic => topic.Error == ErrorCode.None);
        await Clear(other, [("client-id", id)]);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Who_fetches_faster_than_its_quota_is_given_no_more_than_it_and_then_nothing(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var id = Client.NewName("client");
        await using var raw = new RawClient(await clusters.Bootstrap(cluster), id);
        var topic = await client.Topic();
        // First: a broker of Kafka learns of it a moment later.
        await Set(raw, Consumed, 1024, ("client-id", id));
        await Deadline.Until(async () =>
            (await Produce(raw, topic, 4000)).Responses[0].PartitionResponses[0].BaseOffset > 20
        );
        var request = new FetchRequest
        {
            MaxBytes = 1_000_000,
            SessionEpoch = -1,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionMaxBytes = 1_000_000 }] }],
        };
        var throttled = new FetchResponse();
        await Deadline.Until(async () =>
        {
            throttled = await raw.ToLeader(topic, request, 11);
            return throttled.ThrottleTimeMs > 0;
        });

        throttled.Responses.Sum(each => each.Partitions.Sum(part => part.Records?.Length ?? 0)).ShouldBe(0);
        // Ten seconds' worth is the most at once, however much there is: the silence makes up for that and a batch.
        throttled.ThrottleTimeMs.ShouldBeLessThan(15_000);
        await Clear(raw, [("client-id", id)]);
    }

    [Theory, OnLocalCluster]
    public async Task What_a_quota_leaves_goes_to_the_partitions_in_turns(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var id = Client.NewName("client");
        await using var raw = new RawClient(await clusters.Bootstrap(cluster), id);
        var topic = await client.Topic(partitions: 4);
        // Of one leader, with one broker and with three.
        foreach (var partition in new[] { 0, 3, 0, 3, 0, 3 })
        {
            await Produce(raw, topic, 40_000, partition);
        }

        await Set(raw, Consumed, 7_000, ("client-id", id));
        var read = new List<int>();
        // In one order, and each of them has more than is given at once.
        await Deadline.Until(async () =>
        {
            var request = new FetchRequest
            {
                MaxBytes = 1_000_000,
                SessionEpoch = -1,
                Topics =
                [
                    new()
                    {
                        Name = topic,
                        Partitions =
                        [
                            .. new[] { 0, 3 }.Select(partition => new FetchRequest.Partition
                            {
                                PartitionIndex = partition,
                                FetchOffset = 10 * read.Count(one => one == partition),
                                PartitionMaxBytes = 1_000_000,
                            }),
                        ],
                    },
                ],
            };
            var answer = await raw.ToLeader(topic, request, 11);
            read.AddRange(
                answer
                    .Responses.SelectMany(each => each.Partitions)
                    .Where(part => part.Records?.Length > 0)
                    .Select(part => part.PartitionIndex)
            );
            return read.Count >= 2;
        });
        read.ShouldBe([0, 3]);
        await Clear(raw, [("client-id", id)]);
    }

    private static Task<ProduceResponse> Produce(RawClient raw, string topic, int bytes, int partition = 0)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var request = new ProduceRequest
        {
            Acks = 1,
            TimeoutMs = 1000,
            TopicData =
            [
                new()
                {
                    Name = topic,
                    PartitionData =
                    [
                        new() { Index = partition, Records = Batches.Of(10, now, valueBytes: bytes / 10) },
                    ],
                },
            ],
        };
        return raw.ToLeader(topic, request, 9);
    }

    private static async Task<string?> Set(
        RawClient raw,
        string key,
        double? value,
        params (string Type, string? Name)[] entity
    )
    {
        var answer = await raw.Set(key, value, entity);
        answer.Error.ShouldBe(answer.ErrorMessage is null ? ErrorCode.None : ErrorCode.InvalidRequest);
        return answer.ErrorMessage;
    }

    private static async Task Clear(RawClient raw, params (string Type, string? Name)[][] entities)
    {
        foreach (var entity in entities)
        {
            foreach (var key in new[] { Produced, Consumed, "request_percentage", "controller_mutation_rate" })
            {
                (await Set(raw, key, null, entity)).ShouldBeNull();
            }
        }
    }

    private static Task<DescribeClientQuotasResponse> Describe(
        RawClient raw,
        bool strict,
        (string Type, int Match, string? Name)[] filter
    ) =>
        raw.ToController(
            new DescribeClientQuotasRequest
            {
                Strict = strict,
                Components =
                [
                    .. filter.Select(each => new DescribeClientQuotasRequest.Component
                    {
                        EntityType = each.Type,
                        MatchType = (sbyte)each.Match,
                        Match = each.Name,
                    }),
                ],
            },
            1
        );

    private static async Task<string?> Fault(RawClient raw, params (string Type, int Match, string? Name)[] filter) =>
        (await Describe(raw, false, filter)).ErrorMessage;

    // A broker learns of a quota a moment after the controller.
    private static Task Finds(
        RawClient raw,
        string expected,
        bool strict,
        params (string Type, int Match, string? Name)[] filter
    ) =>
        Deadline.Until(async () =>
        {
            var answer = await Describe(raw, strict, filter);
            answer.Error.ShouldBe(ErrorCode.None);
            return string.Join("; ", answer.Entries!.Select(InWords).Order(StringComparer.Ordinal)) == expected;
        });

    private static string InWords(DescribeClientQuotasResponse.Entry entry)
    {
        var entity = entry
            .Entity.OrderBy(part => part.EntityType)
            .Select(part => $"{part.EntityType}={(part.EntityName is null ? "-" : "X")}");
        var values = entry
            .Values.OrderBy(value => value.Key)
            .Select(value => FormattableString.Invariant($"{value.Key}={value.Value}"));
        return $"{string.Join(' ', entity)}: {string.Join(' ', values)}";
    }
}
