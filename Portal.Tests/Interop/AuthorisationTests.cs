using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>What each kind of request needs: without it the request is refused, with it it isn't, and an entry that denies it wins.</summary>
[Collection(InteropSuite.Name)]
public sealed class AuthorisationTests(Clusters clusters)
{
    private static readonly ErrorCode[] Refusals =
    [
        ErrorCode.TopicAuthorizationFailed,
        ErrorCode.GroupAuthorizationFailed,
        ErrorCode.ClusterAuthorizationFailed,
        ErrorCode.TransactionalIdAuthorizationFailed,
    ];

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task Every_request_is_refused_without_its_rights_and_served_with_them(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var name = Client.NewName("rights");
        var rows = AuthorisedRequests.All(name);
        var nobody = $"{name}-nobody";
        // For each right of each row: a user who has all of the row's rights but this one, and one to whom it is denied too.
        var users = rows.SelectMany(
                (row, at) =>
                    row
                        .Needs.SelectMany(
                            (need, lacks) =>
                                new[]
                                {
                                    new Someone(
                                        $"{name}-{at}-without-{lacks}",
                                        row,
                                        [.. row.Needs.Where(each => each != need)],
                                        need
                                    ),
                                    new Someone(
                                        $"{name}-{at}-denied-{lacks}",
                                        row,
                                        [.. row.Needs],
                                        need,
                                        IsDenied: true
                                    ),
                                }
                        )
                        .Append(new Someone($"{name}-{at}-may", row, [.. row.Needs], null))
            )
            .ToList();
        await world.Topic(name);
        foreach (var some in users.Select(each => each.Name).Append(nobody).Chunk(30))
        {
            await world.Users(some);
        }

        await world.Acls([.. users.SelectMany(each => each.Acls())]);

        var faults = new List<string>();
        var stranger = world.As(nobody);
        foreach (var row in rows)
        {
            Compare(row.Name, nobody, await row.Ask(stranger), row.Needs[0].Refusal, faults);
        }

        foreach (var someone in users)
        {
            await using var client = new KafkaClient(
                Portal.Tests.Kafka.Endpoints.Of(world.Sasl),
                world.Security(AccessWorld.SignIn(someone.Name)),
                new(),
                TimeProvider.System
            );
            Compare(someone.Row.Name, someone.Name, await someone.Row.Ask(client), someone.Lacks?.Refusal, faults);
        }

        faults.ShouldBeEmpty();
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_topic_that_may_only_be_described_is_not_deleted(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var name = Client.NewName("deleted");
        await world.Topic(name);
        await world.Users(name);
        await world.Acls(AccessWorld.Allow(name, AclOperation.Describe, AclResourceType.Topic, name));
        var user = world.As(name);
        (await Delete()).ShouldBe(ErrorCode.TopicAuthorizationFailed);

        await world.Acls(AccessWorld.Allow(name, AclOperation.Delete, AclResourceType.Topic, name));

        (await Delete()).ShouldBe(ErrorCode.None);

        async Task<ErrorCode> Delete()
        {
            var call = Call.Of(new DeleteTopicsRequest { TopicNames = [name], TimeoutMs = 20_000 });
            call = call with { Versions = call.Versions with { Min = 5, Max = 5 } };
            return (await user.SendController(call, null, default)).Responses[0].Error;
        }
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Who_may_write_to_some_topic_gets_a_producer_id_and_who_may_not_gets_none(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var name = Client.NewName("idempotent");
        AclBinding Write(string kind, string topic, AclPatternType pattern = AclPatternType.Literal) =>
            AccessWorld.Allow($"{name}-{kind}", AclOperation.Write, AclResourceType.Topic, topic, pattern);
        string[] kinds = ["none", "one", "prefix", "all", "one-denied", "all-denied", "prefix-denied", "other-denied"];
        await world.Users([.. kinds.Select(kind => $"{name}-{kind}")]);
        await world.Acls(
            Write("one", name),
            Write("prefix", "abc", AclPatternType.Prefixed),
            Write("all", "*"),
            Write("one-denied", name),
            AccessWorld.Deny(Write("one-denied", name)),
            Write("all-denied", name),
            AccessWorld.Deny(Write("all-denied", "*")),
            Write("prefix-denied", name),
            AccessWorld.Deny(Write("prefix-denied", name[..3], AclPatternType.Prefixed)),
            Write("other-denied", name),
            AccessWorld.Deny(Write("other-denied", "elsewhere"))
        );
        string[] served = ["one", "prefix", "all", "other-denied"];
        foreach (var kind in kinds)
        {
            var answer = await AccessWorld.Ask(
                world.As($"{name}-{kind}"),
                new InitProducerIdRequest
                {
                    ProducerId = -1,
                    ProducerEpoch = -1,
                    TransactionTimeoutMs = 60_000,
                }
            );
            answer.Error.ShouldBe(served.Contains(kind) ? ErrorCode.None : ErrorCode.ClusterAuthorizationFailed, kind);
        }
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Lists_leave_out_what_may_not_be_seen(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var name = Client.NewName("lists");
        await world.Topic($"{name}-seen", $"{name}-hidden");
        await world.Users(name);
        await world.Acls(
            AccessWorld.Allow(name, AclOperation.Describe, AclResourceType.Topic, $"{name}-seen"),
            AccessWorld.Allow(name, AclOperation.Describe, AclResourceType.Group, $"{name}-seen")
        );
        foreach (var group in new[] { $"{name}-seen", $"{name}-hidden" })
        {
            await Commit(world.Admin, group, $"{name}-seen");
        }

        var user = world.As(name);
        var topics = await AccessWorld.Ask(user, new MetadataRequest { Topics = null });
        topics.Topics.Select(topic => topic.Name).ShouldBe([$"{name}-seen"]);
        (await Groups(user)).ShouldBe([$"{name}-seen"]);
        (await Groups(world.Admin)).ShouldBe([$"{name}-hidden", $"{name}-seen"]);

        async Task<string[]> Groups(KafkaClient client)
        {
            var listed = new List<string>();
            foreach (var broker in (await client.Brokers(default)).Brokers)
            {
                var answer = await client.SendTo(broker.NodeId, Call.Of(new ListGroupsRequest()), null, default);
                listed.AddRange(answer.Groups.Select(group => group.GroupId));
            }

            return [.. listed.Where(group => group.StartsWith(name, StringComparison.Ordinal)).Order()];
        }
    }

    private static void Compare(
        string request,
        string user,
        IReadOnlyCollection<ErrorCode> answered,
        ErrorCode? refusal,
        List<string> faults
    )
    {
        var refused = answered.Where(Refusals.Contains).Distinct().ToList();
        if (refusal is { } expected ? !refused.SequenceEqual([expected]) : refused.Count > 0)
        {
            var needed = refusal is null ? "no refusal" : $"{refusal}";
            faults.Add($"{request} of {user}: {string.Join(' ', answered)} instead of {needed}");
        }
    }

    private static async Task Commit(KafkaClient client, string group, string topic)
    {
        var commit = Call.Of(
            new OffsetCommitRequest
            {
                GroupId = group,
                GenerationIdOrMemberEpoch = -1,
                Topics = [new() { Name = topic, Partitions = [new() { CommittedOffset = 0 }] }],
            }
        );
        // A cluster that nobody has used for groups yet makes its coordinators when the first one is looked for.
        await Deadline.Until(async () =>
        {
            var found = await AccessWorld.Ask(client, new FindCoordinatorRequest { CoordinatorKeys = [group] });
            return found.Coordinators[0].Error == ErrorCode.None;
        });
        await Deadline.Until(async () =>
        {
            foreach (var broker in (await client.Brokers(default)).Brokers)
            {
                var call = commit with { Versions = commit.Versions with { Max = 8 } };
                var answer = await client.SendTo(broker.NodeId, call, null, default);
                if (answer.Topics[0].Partitions[0].Error == ErrorCode.None)
                {
                    return true;
                }
            }

            return false;
        });
    }

    /// <param name="Lacks">The right that is missing or denied.</param>
    private sealed record Someone(string Name, AuthorisedRequest Row, Right[] Has, Right? Lacks, bool IsDenied = false)
    {
        public IEnumerable<AclBinding> Acls() =>
            Has.Select(right => AccessWorld.Allow(Name, right.Operation, right.Type, right.Name))
                .Concat(
                    IsDenied
                        ? [AccessWorld.Deny(AccessWorld.Allow(Name, Lacks!.Operation, Lacks.Type, Lacks.Name))]
                        : []
                );
    }
}
