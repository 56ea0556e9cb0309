using Portal.Core;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;
using Portal.Tests.RealEngines.Clusters;

namespace Portal.Tests.Collecting;

/// <summary>
/// What brokers answer with may hold any bytes, beside groups' names (<see cref="OddGroups"/>): a member's id, its client's and its host's
/// name, a rack, a setting and its value. From the wire to what pages read.
/// </summary>
public sealed class OddNameTests
{
    [Fact]
    public async Task Names_and_values_of_any_bytes_are_escaped_and_hide_nothing()
    {
        await using var broker = Odd(new ScriptedBroker());
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        var cluster = await Register(world, broker);
        await world.Worker(portal.Collected);

        var seen = await world.Seen(
            cluster,
            s =>
                s.Groups.GetValueOrDefault("billing")?.Membership is { Answered: true, Members.Length: 1 }
                && s.Topics.GetValueOrDefault("orders")?.Configs.Count > 0
        );

        var member = seen.Groups["billing"].Membership!.Members[0];
        (member.MemberId, member.InstanceId, member.ClientId, member.Host).ShouldBe(
            ("m\\u0000-1", "i\\u000a", "client\\u202e", "host\\u0000.corp")
        );
        seen.Topics["orders"].Configs["odd\\u0000.setting"].Value.ShouldBe("a\\u0000b");
        seen.Brokers.ShouldHaveSingleItem().Rack.ShouldBe("rack\\u0000");
        seen.Groups["billing"].Partitions.Single().Committed.ShouldBe(5);
    }

    private static ScriptedBroker Odd(ScriptedBroker broker)
    {
        var alone = broker.Alone(
            new MetadataResponse.Topic
            {
                Name = "orders",
                TopicId = new Guid("aaaaaaaa-0000-0000-0000-000000000001"),
                Partitions =
                [
                    new()
                    {
                        PartitionIndex = 0,
                        LeaderId = 1,
                        ReplicaNodes = [1],
                        IsrNodes = [1],
                    },
                ],
            }
        );
        return broker
            .On(ApiKey.Metadata, 12, alone with { Brokers = [alone.Brokers[0] with { Rack = "rack\0" }] })
            .On(
                ApiKey.ListGroups,
                5,
                new ListGroupsResponse
                {
                    Groups =
                    [
                        new()
                        {
                            GroupId = "billing",
                            ProtocolType = "consumer",
                            GroupState = "Stable",
                            GroupType = "classic",
                        },
                    ],
                }
            )
            .On(
                ApiKey.OffsetFetch,
                9,
                new OffsetFetchResponse
                {
                    Groups =
                    [
                        new()
                        {
                            GroupId = "billing",
                            Topics =
                            [
                                new()
                                {
                                    Name = "orders",
                                    Partitions = [new() { PartitionIndex = 0, CommittedOffset = 5 }],
                                },
                            ],
                        },
                    ],
                }
            )
            .On(
                ApiKey.ListOffsets,
                7,
                new ListOffsetsResponse
                {
                    Topics = [new() { Name = "orders", Partitions = [new() { PartitionIndex = 0, Offset = 9 }] }],
                }
            )
            .On(ApiKey.DescribeGroups, 5, Members())
            .On(ApiKey.DescribeConfigs, 4, Settings());
    }

    private static DescribeGroupsResponse Members() =>
        new()
        {
            Groups =
            [
                new()
                {
                    GroupId = "billing",
                    GroupState = "Stable",
                    ProtocolType = "consumer",
                    ProtocolData = "range",
                    Members =
                    [
                        new()
                        {
                            MemberId = "m\0-1",
                            GroupInstanceId = "i\n",
                            ClientId = "client\u202e",
                            ClientHost = "/host\0.corp",
                        },
                    ],
                },
            ],
        };

    private static DescribeConfigsResponse Settings() =>
        new()
        {
            Results =
            [
                new()
                {
                    ResourceType = 2,
                    ResourceName = "orders",
                    Configs =
                    [
                        new()
                        {
                            Name = "odd\0.setting",
                            Value = "a\0b",
                            ConfigSource = ConfigSources.Topic,
                        },
                    ],
                },
            ],
        };

    private static async Task<ClusterId> Register(CollectWorld world, ScriptedBroker broker)
    {
        await using var command = world.Store.CreateCommand(
            """
            with made as (
                insert into cluster (name, environment, region, registered_at)
                select 'odd', 'dev', name, now() from region limit 1 returning id
            )
            insert into endpoint (cluster_id, kind, addresses) select id, 'kafka', $1 from made returning cluster_id
            """
        );
        command.Parameters.AddWithValue($"{broker.At.Host}:{broker.At.Port}");
        return new ClusterId((int)(await command.ExecuteScalarAsync())!);
    }
}
