using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>How access control entries are created, found and deleted, and which of them decide.</summary>
[Collection(InteropSuite.Name)]
public sealed class AclTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Entries_are_found_by_each_part_of_them_and_by_the_name_they_affect(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("heidi");
        var name = Client.NewName("found");
        var literal = Allow(user, AclOperation.Read, name);
        var prefixed = Allow(user, AclOperation.Write, name[..^1], AclPatternType.Prefixed);
        var all = Allow(user, AclOperation.Describe, "*") with { Host = "10.1.2.3" };
        var denied = AccessWorld.Deny(literal);
        var group = literal with { ResourceType = AclResourceType.Group };
        await world.Acls(literal, prefixed, all, denied, group);
        await world.Acls(literal); // once more changes nothing

        var mine = new AclFilter { Principal = $"User:{user}" };
        (await world.Described(mine)).ShouldBe([literal, prefixed, all, denied, group], ignoreOrder: true);
        var topics = mine with { ResourceType = AclResourceType.Topic };
        (await world.Described(topics with { PatternType = AclPatternType.Match, ResourceName = name })).ShouldBe(
            [literal, prefixed, all, denied],
            ignoreOrder: true
        );
        (await world.Described(topics with { PatternType = AclPatternType.Match, ResourceName = "other" })).ShouldBe([
            all,
        ]);
        (await world.Described(topics with { PatternType = AclPatternType.Any, ResourceName = name })).ShouldBe(
            [literal, denied],
            ignoreOrder: true
        );
        (await world.Described(mine with { PatternType = AclPatternType.Prefixed })).ShouldBe([prefixed]);
        (await world.Described(mine with { Host = "10.1.2.3" })).ShouldBe([all]);
        (await world.Described(mine with { Operation = AclOperation.Write })).ShouldBe([prefixed]);
        (await world.Described(mine with { Permission = AclPermission.Deny })).ShouldBe([denied]);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_a_filter_means_is_deleted_and_named_and_nothing_else(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("ivan");
        var name = Client.NewName("gone");
        var (read, write, described) = (
            Allow(user, AclOperation.Read, name),
            Allow(user, AclOperation.Write, name),
            Allow(user, AclOperation.Describe, name)
        );
        await world.Acls(read, write, described);
        var mine = new AclFilter { Principal = $"User:{user}" };

        var answer = await AccessWorld.Ask(
            world.Admin,
            new DeleteAclsRequest
            {
                Filters =
                [
                    mine with
                    {
                        Operation = AclOperation.Read,
                    },
                    mine with
                    {
                        Operation = AclOperation.Alter,
                    },
                    mine with
                    {
                        ResourceName = "no",
                    },
                ],
            }
        );

        answer.FilterResults.Select(each => each.Error).ShouldBe([ErrorCode.None, ErrorCode.None, ErrorCode.None]);
        answer.FilterResults.Select(each => each.MatchingAcls.Length).ShouldBe([1, 0, 0]);
        answer.FilterResults[0].MatchingAcls[0].Acl.ShouldBe(read);
        await Deadline.Until(async () => (await world.Described(mine)).Count == 2);
        (await world.Described(mine)).ShouldBe([write, described], ignoreOrder: true);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_makes_no_sense_is_refused_beside_what_does(string cluster)
    {
        // Values that filters alone may have aren't among them: Kafka answers the whole request with an error of its own.
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("judy");
        var good = Allow(user, AclOperation.Read, Client.NewName("good"));
        AclBinding[] asked =
        [
            good,
            good with
            {
                ResourceName = "",
            },
            good with
            {
                ResourceType = AclResourceType.Cluster,
                ResourceName = "my-cluster",
            },
            good with
            {
                Principal = "nobody",
            },
        ];

        var answer = await AccessWorld.Ask(world.Admin, new CreateAclsRequest { Creations = asked });

        answer
            .Results.Select(each => each.Error)
            .ShouldBe([ErrorCode.None, .. Enumerable.Repeat(ErrorCode.InvalidRequest, asked.Length - 1)]);
        await Deadline.Until(async () =>
            (await world.Described(new AclFilter { Principal = $"User:{user}" })).SequenceEqual([good])
        );
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Literal_prefixed_and_wildcard_entries_decide_and_one_that_denies_wins(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var name = Client.NewName("pattern");
        await world.Topic(name);
        string User(string kind) => $"{name}-{kind}";
        AclBinding Read(string kind, string topic, AclPatternType pattern = AclPatternType.Literal) =>
            Allow(User(kind), AclOperation.Read, topic, pattern);
        string[] kinds =
        [
            "none",
            "literal",
            "prefixed",
            "all",
            "other",
            "host",
            "denied",
            "denied-prefix",
            "denied-host",
        ];
        await world.Users([.. kinds.Select(User)]);
        await world.Acls(
            Read("literal", name),
            Read("prefixed", name[..4], AclPatternType.Prefixed),
            Read("prefixed", "zzz", AclPatternType.Prefixed),
            Read("all", "*"),
            Read("other", name + "x"),
            Read("other", name + "x", AclPatternType.Prefixed),
            Read("host", name) with
            {
                Host = "10.1.2.3",
            },
            Read("denied", name),
            AccessWorld.Deny(Read("denied", "*")),
            Read("denied-prefix", name),
            AccessWorld.Deny(Read("denied-prefix", name[..4], AclPatternType.Prefixed)),
            Read("denied-host", name),
            AccessWorld.Deny(Read("denied-host", name)) with
            {
                Host = "10.1.2.3",
            }
        );
        AclOperation[] read = [AclOperation.Read, AclOperation.Describe];
        var expected = new Dictionary<string, AclOperation[]>
        {
            ["none"] = [],
            ["literal"] = read,
            ["prefixed"] = read,
            ["all"] = read,
            ["other"] = [],
            ["host"] = [],
            // What is denied is denied by its own name: that it may be described follows from what is allowed.
            ["denied"] = [AclOperation.Describe],
            ["denied-prefix"] = [AclOperation.Describe],
            ["denied-host"] = read,
        };
        foreach (var (kind, operations) in expected)
        {
            (await AccessWorld.Operations(world.As(User(kind)), name)).ShouldBe(operations, kind);
        }
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task An_operation_brings_those_that_follow_from_it(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var name = Client.NewName("implied");
        await world.Topic(name);
        AclOperation[] granted =
        [
            AclOperation.Write,
            AclOperation.Delete,
            AclOperation.Alter,
            AclOperation.Create,
            AclOperation.AlterConfigs,
            AclOperation.DescribeConfigs,
            AclOperation.All,
        ];
        string User(AclOperation operation) => $"{name}-{operation}";
        await world.Users([.. granted.Select(User)]);
        await world.Acls([.. granted.Select(each => Allow(User(each), each, name))]);
        foreach (var operation in granted)
        {
            AclOperation[] expected = operation switch
            {
                AclOperation.Write or AclOperation.Delete or AclOperation.Alter => [operation, AclOperation.Describe],
                AclOperation.All =>
                [
                    AclOperation.Read,
                    AclOperation.Write,
                    AclOperation.Create,
                    AclOperation.Delete,
                    AclOperation.Alter,
                    AclOperation.Describe,
                    AclOperation.DescribeConfigs,
                    AclOperation.AlterConfigs,
                ],
                _ => [], // the topic can't be seen by these, so nothing is said about it
            };
            (await AccessWorld.Operations(world.As(User(operation)), name)).ShouldBe(expected, $"{operation}");
        }
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Everybody_may_what_everybody_is_allowed(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var name = Client.NewName("everybody");
        await world.Topic(name);
        await world.Users(name);
        var everybody = Allow("*", AclOperation.Read, name);
        await world.Acls(everybody);

        (await AccessWorld.Operations(world.As(name), name)).ShouldContain(AclOperation.Read);

        await AccessWorld.Ask(
            world.Admin,
            new DeleteAclsRequest { Filters = [new() { Principal = "User:*", ResourceName = name }] }
        );
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task An_open_connection_notices_what_is_given_and_what_is_taken(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var name = Client.NewName("noticed");
        await world.Topic(name);
        await world.Users(name);
        using var line = await world.Line();
        await line.Scram(AccessWorld.SignIn(name));
        (await Error()).ShouldBe(ErrorCode.TopicAuthorizationFailed);

        await world.Acls(Allow(name, AclOperation.Describe, name));
        await Deadline.Until(async () => await Error() == ErrorCode.None);
        await AccessWorld.Ask(world.Admin, new DeleteAclsRequest { Filters = [new() { Principal = $"User:{name}" }] });
        await Deadline.Until(async () => await Error() == ErrorCode.TopicAuthorizationFailed);

        async Task<ErrorCode> Error() => (await line.Ask(AccessWorld.Named(name), 9))!.Topics[0].Error;
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_super_user_may_do_everything_and_is_answered_so(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var name = Client.NewName("super");
        await world.Topic(name);
        var ofCluster = await AccessWorld.Ask(
            world.Admin,
            new DescribeClusterRequest { IncludeClusterAuthorizedOperations = true }
        );
        var describe = Portal.Kafka.Client.Call.Of(
            new DescribeGroupsRequest { Groups = [name], IncludeAuthorizedOperations = true }
        );

        (await AccessWorld.Operations(world.Admin, name)).Length.ShouldBe(8);
        ofCluster.ClusterAuthorizedOperations.ShouldBe(0b1_1111_1010_0000);
        await Deadline.Until(async () =>
        {
            foreach (var broker in (await world.Admin.Brokers(default)).Brokers)
            {
                var call = describe with { Versions = describe.Versions with { Max = 5 } };
                var group = (await world.Admin.SendTo(broker.NodeId, call, null, default)).Groups[0];
                if (group.Error == ErrorCode.None)
                {
                    group.AuthorizedOperations.ShouldBe(0b1101_0100_1000);
                    return true;
                }
            }

            return false;
        });
    }

    private static AclBinding Allow(
        string user,
        AclOperation operation,
        string topic,
        AclPatternType pattern = AclPatternType.Literal
    ) => AccessWorld.Allow(user, operation, AclResourceType.Topic, topic, pattern);
}
