using Portal.Engines;
using Portal.Engines.Collecting;
using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.Kafka;

public class LagReaderTests
{
    private static readonly Guid Orders = new("aaaaaaaa-0000-0000-0000-000000000001");
    private static readonly Guid Gone = new("aaaaaaaa-0000-0000-0000-000000000002");
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>ListGroups, OffsetFetch and ListOffsets as Kafka 3.0, 3.8 and 4.1 know them.</summary>
    [Theory]
    [InlineData(4, 8, 7)]
    [InlineData(5, 9, 9)]
    [InlineData(5, 10, 11)]
    public async Task Lag_is_read_from_older_and_newer_brokers_alike(
        short listGroups,
        short offsetFetch,
        short listOffsets
    )
    {
        await using var broker = Broker(listGroups, offsetFetch, listOffsets);
        await using var client = broker.Client();

        var reading = await new LagReader(client).Read(None);

        reading.Silences.ShouldBeEmpty();
        var billing = Array.IndexOf(reading.Groups.Names, "billing");
        var commits = reading.Groups.FirstCommit[billing]..reading.Groups.FirstCommit[billing + 1];
        reading.Groups.Partitions[commits].ShouldBe([0, 2]);
        reading.Groups.Offsets[commits].ShouldBe([7, 30]);
        (reading.Lag(commits.Start.Value), reading.Lag(commits.Start.Value + 1)).ShouldBe((3, null));
        broker.Asked.ShouldContain((ApiKey.OffsetFetch, offsetFetch));
    }

    [Fact]
    public async Task A_partition_without_a_leader_is_unknown_and_not_zero()
    {
        await using var broker = Broker(5, 10, 11);
        await using var client = broker.Client();
        var reading = await new LagReader(client).Read(None);
        reading.Ends.Offsets.ShouldBe([10, 20, -1]);
        reading.Ends.Errors.ShouldBe([ErrorCode.None, ErrorCode.None, ErrorCode.LeaderNotAvailable]);
    }

    [Fact]
    public async Task A_partition_that_the_cluster_leaves_out_has_no_leader_and_its_neighbours_are_read()
    {
        await using var broker = Broker(5, 10, 11);
        var holed = Topic() with { Partitions = [Led(2), Led(0)] };
        var other = Topic() with { Name = "other", TopicId = Gone, Partitions = [Led(0)] };
        broker.On(ApiKey.Metadata, 13, broker.Alone(holed, other));
        broker.On(ApiKey.ListOffsets, 11, Ends((0, 10), (2, 30)));
        broker.On(ApiKey.DescribeConfigs, 4, Configs("orders"));
        await using var client = broker.Client();

        var reading = await new LagReader(client).Read(None);

        reading.Topics.FirstPartition.ShouldBe([0, 3, 4]);
        reading.Topics.Leaders.ShouldBe([1, -1, 1, 1]);
        reading.Ends.Offsets[..3].ShouldBe([10, -1, 30]);
        reading.Ends.Errors[1].ShouldBe(ErrorCode.LeaderNotAvailable);
        var orders = ReadingColumns.From(reading, ShareReading.None, 1, new EngineNames()).Topics[0];
        orders.Replication.ShouldBe(1);
        orders.Partitions[1].ShouldBe(new PartitionReading(null, 0, null));
        var seen = await TopicLook.At(new KafkaAdmin(client), ["orders"], null, None);
        seen["orders"].ShouldBeOfType<TopicAnswer.Found>().Topic.Partitions.ShouldBe(3);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(50_000_000)]
    [InlineData(int.MaxValue)]
    public async Task An_index_that_no_partition_has_takes_no_memory(int index)
    {
        await using var broker = Broker(5, 10, 11);
        broker.On(ApiKey.Metadata, 13, broker.Alone(Topic() with { Partitions = [Led(index)] }));
        await using var client = broker.Client();

        await Should.ThrowAsync<KafkaException.Garbled>(() => new LagReader(client).Read(None));
    }

    [Fact]
    public async Task A_share_group_is_shown_as_such_and_not_asked_for_commits()
    {
        await using var broker = Broker(5, 10, 11);
        await using var client = broker.Client();
        var reading = await new LagReader(client).Read(None);
        var sharers = Array.IndexOf(reading.Groups.Names, "sharers");
        reading.Groups.Types[sharers].ShouldBe(GroupType.Share);
        reading.Groups.Errors[sharers].ShouldBe(ErrorCode.None);
        reading.Groups.FirstCommit[sharers + 1].ShouldBe(reading.Groups.FirstCommit[sharers]);
    }

    [Fact]
    public async Task A_share_group_whose_coordinator_does_not_tell_how_far_it_is_counts_as_not_answered()
    {
        await using var broker = Broker(5, 10, 11);
        await using var client = broker.Client();
        var reading = await new LagReader(client).Read(None);
        bool IsAnswered(ShareReading shares) =>
            ReadingColumns.From(reading, shares, 1, new EngineNames()).Groups.Single(g => g.Name == "sharers").Answered;

        IsAnswered(ShareReading.None).ShouldBeTrue();
        IsAnswered(new ShareReading([], new HashSet<string> { "sharers" })).ShouldBeFalse();
    }

    [Fact]
    public async Task A_refused_group_and_one_without_an_answer_say_so()
    {
        await using var broker = Broker(5, 10, 11);
        await using var client = broker.Client();
        var reading = await new LagReader(client).Read(None);
        reading
            .Groups.Errors[Array.IndexOf(reading.Groups.Names, "refused")]
            .ShouldBe(ErrorCode.GroupAuthorizationFailed);
        reading.Groups.Errors[Array.IndexOf(reading.Groups.Names, "skipped")].ShouldBe(ErrorCode.NetworkException);
        var seen = ReadingColumns.From(reading, ShareReading.None, 1, new EngineNames());
        seen.Complaint.ShouldBeNull();
        var unread = seen.Groups.Where(group => !group.AreCommitsRead).Select(group => group.Name);
        unread.ShouldBe(["refused", "skipped"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_coordinator_that_lists_no_groups_while_it_loads_answers_for_those_it_had_and_is_not_taken_for_silent()
    {
        await using var broker = Broker(5, 10, 11);
        await using var client = broker.Client();
        var before = await new LagReader(client).Read(None);
        broker.On(ApiKey.ListGroups, 5, new ListGroupsResponse { Error = ErrorCode.CoordinatorLoadInProgress });

        var reading = await new LagReader(client, TimeSpan.FromSeconds(15), new NamePool(), before).Read(None);

        reading.Silences.ShouldHaveSingleItem().What.ShouldBe(ApiKey.ListGroups);
        reading.Groups.Names.ShouldBe(before.Groups.Names, ignoreOrder: true);
        var billing = Array.IndexOf(reading.Groups.Names, "billing");
        reading.Groups.Errors[billing].ShouldBe(ErrorCode.None);
        reading.Lag(reading.Groups.FirstCommit[billing]).ShouldBe(3);
        var seen = ReadingColumns.From(reading, ShareReading.None, 1, new EngineNames());
        seen.Brokers.ShouldHaveSingleItem().Answered.ShouldBeTrue();
        seen.GroupsWhole.ShouldBeFalse();
        seen.Complaint.ShouldNotBeNull().ShouldStartWith("Broker 1 refused a request: The groups can't be listed");
    }

    [Fact]
    public async Task Where_nothing_was_read_before_no_commits_are_requested_from_a_coordinator_that_lists_no_groups()
    {
        await using var broker = Broker(5, 10, 11);
        broker.On(ApiKey.ListGroups, 5, new ListGroupsResponse { Error = ErrorCode.CoordinatorLoadInProgress });
        await using var client = broker.Client();

        var reading = await new LagReader(client).Read(None);

        reading.Groups.Count.ShouldBe(0);
        broker.CountOf(ApiKey.OffsetFetch).ShouldBe(0);
    }

    [Fact]
    public async Task A_request_that_a_broker_does_not_understand_is_refused_and_the_broker_not_taken_for_silent()
    {
        await using var broker = Broker(5, 7, 11);
        await using var client = broker.Client();

        var reading = await new LagReader(client).Read(None);

        reading.Silences.ShouldHaveSingleItem().IsRefusal.ShouldBeTrue();
        var seen = ReadingColumns.From(reading, ShareReading.None, 1, new EngineNames());
        seen.Brokers.ShouldHaveSingleItem().Answered.ShouldBeTrue();
        seen.Complaint.ShouldNotBeNull().ShouldStartWith("Broker 1 refused a request: ");
        seen.Complaint.ShouldContain("doesn't understand OffsetFetch in version 8 to 10 (it speaks 1 to 7)");
    }

    [Fact]
    public async Task A_commit_on_a_topic_that_is_not_there_is_kept_apart()
    {
        await using var broker = Broker(5, 10, 11);
        await using var client = broker.Client();
        var reading = await new LagReader(client).Read(None);
        reading.Unplaced.ShouldBe([new UnplacedCommit("billing", Gone.ToString(), 0, 5)]);
    }

    [Fact]
    public async Task Names_are_the_same_strings_in_every_cycle()
    {
        await using var broker = Broker(5, 10, 11);
        await using var client = broker.Client();
        var reader = new LagReader(client);
        var (first, second) = (await reader.Read(None), await reader.Read(None));
        second.Groups.Names[0].ShouldBeSameAs(first.Groups.Names[0]);
        second.Topics.Names[0].ShouldBeSameAs(first.Topics.Names[0]);
    }

    [Fact]
    public async Task An_ordinal_leads_back_to_its_topic()
    {
        await using var broker = new ScriptedBroker();
        var lone = new MetadataResponse.Partition { LeaderId = -1 };
        MetadataResponse.Topic Named(string name, params MetadataResponse.Partition[] partitions) =>
            new()
            {
                Name = name,
                TopicId = Orders,
                Partitions = partitions,
            };
        broker.On(ApiKey.Metadata, 13, broker.Alone(Named("empty"), Named("a", lone), Named("none"), Named("b", lone)));
        broker.On(ApiKey.ListGroups, 5, new ListGroupsResponse());
        await using var client = broker.Client();
        var topics = (await new LagReader(client).Read(None)).Topics;
        topics.Names[topics.TopicOf(0)].ShouldBe("a");
        topics.Names[topics.TopicOf(1)].ShouldBe("b");
    }

    [Fact]
    public async Task A_broker_that_is_still_starting_is_passed_over_for_one_that_knows_the_cluster()
    {
        await using var starting = new ScriptedBroker().On(ApiKey.Metadata, 13, new MetadataResponse());
        await using var broker = Broker(5, 10, 11);
        await using var client = new KafkaClient(
            [starting.At, broker.At],
            KafkaSecurity.None,
            new KafkaOptions(),
            TimeProvider.System
        );

        var reading = await new LagReader(client).Read(None);

        starting.CountOf(ApiKey.Metadata).ShouldBe(1);
        reading.Topics.Names.ShouldBe(["orders"]);
        reading.Silences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_all_brokers_are_still_starting_nothing_is_read_and_no_topic_counts_as_missing()
    {
        await using var starting = new ScriptedBroker();
        var unknown = new MetadataResponse.Topic { Name = "orders", Error = ErrorCode.UnknownTopicOrPartition };
        starting.On(ApiKey.Metadata, 13, new MetadataResponse { Topics = [unknown] });
        await using var client = starting.Client();

        var refused = await Should.ThrowAsync<KafkaException.Refused>(() => new LagReader(client).Read(None));
        await Should.ThrowAsync<KafkaException.Refused>(() =>
            TopicLook.At(new KafkaAdmin(client), ["orders"], null, None)
        );

        refused.Message.ShouldBe("The broker gives no metadata: it names no brokers and may still be starting.");
        KafkaFaults.FaultOf(refused.Error).ShouldBe(EngineFault.Transient);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(12, false)]
    [InlineData(13, true)]
    public async Task Metadata_with_an_error_of_its_own_is_refused_in_the_version_that_has_one(
        short version,
        bool isRefused
    )
    {
        await using var broker = Broker(5, 10, 11);
        broker.On(ApiKey.Metadata, version, broker.Alone(Topic()) with { Error = ErrorCode.UnknownServerError });
        await using var client = broker.Client();
        var reading = () => new LagReader(client).Read(None);

        if (isRefused)
        {
            (await Should.ThrowAsync<KafkaException.Refused>(reading)).Message.ShouldContain("without a reason");
        }
        else
        {
            (await reading()).Topics.Names.ShouldBe(["orders"]);
        }
    }

    [Fact]
    public async Task Topics_without_ids_are_refused_with_the_setting_to_raise()
    {
        await using var broker = Broker(5, 10, 11);
        broker.On(ApiKey.Metadata, 13, broker.Alone(Topic() with { TopicId = Guid.Empty }));
        await using var client = broker.Client();

        var refused = await Should.ThrowAsync<KafkaException.NoTopicIds>(() => new LagReader(client).Read(None));

        refused.Message.ShouldContain("raise inter.broker.protocol.version to 2.8 or newer");
        broker.On(
            ApiKey.Metadata,
            13,
            broker.Alone(Topic() with { TopicId = Guid.Empty, Error = ErrorCode.TopicAuthorizationFailed })
        );
        (await new LagReader(client).Read(None)).Topics.Errors.ShouldBe([ErrorCode.TopicAuthorizationFailed]);
    }

    // orders has partitions 0 and 1 with ends 10 and 20, and 2 without a leader.
    private static ScriptedBroker Broker(short listGroups, short offsetFetch, short listOffsets)
    {
        var broker = new ScriptedBroker();
        broker.On(ApiKey.Metadata, 13, broker.Alone(Topic()));
        broker.On(ApiKey.ListGroups, listGroups, Listed());
        broker.On(ApiKey.OffsetFetch, offsetFetch, Committed());
        return broker.On(ApiKey.ListOffsets, listOffsets, Ends((1, 20), (0, 10)));
    }

    private static MetadataResponse.Topic Topic() =>
        new()
        {
            Name = "orders",
            TopicId = Orders,
            Partitions =
            [
                new()
                {
                    PartitionIndex = 2,
                    LeaderId = -1,
                    Error = ErrorCode.LeaderNotAvailable,
                },
                new() { PartitionIndex = 0, LeaderId = 1 },
                new() { PartitionIndex = 1, LeaderId = 1 },
            ],
        };

    private static MetadataResponse.Partition Led(int index) =>
        new()
        {
            PartitionIndex = index,
            LeaderId = 1,
            ReplicaNodes = [1],
            IsrNodes = [1],
        };

    private static DescribeConfigsResponse Configs(string topic) =>
        new() { Results = [new() { ResourceName = topic }] };

    private static ListGroupsResponse Listed() =>
        new()
        {
            Groups =
            [
                new() { GroupId = "sharers", GroupType = "share" },
                new() { GroupId = "billing", GroupType = "classic" },
                new() { GroupId = "refused", GroupType = "consumer" },
                new() { GroupId = "skipped", GroupType = "Classic" },
            ],
        };

    // Not in the order of the question, and one group is left out.
    private static OffsetFetchResponse Committed() =>
        new()
        {
            Groups =
            [
                new() { GroupId = "refused", Error = ErrorCode.GroupAuthorizationFailed },
                new()
                {
                    GroupId = "billing",
                    Topics =
                    [
                        new()
                        {
                            Name = "orders",
                            TopicId = Orders,
                            Partitions = [Commit(0, 7), Commit(2, 30)],
                        },
                        new()
                        {
                            Name = Gone.ToString(),
                            TopicId = Gone,
                            Partitions = [Commit(0, 5)],
                        },
                    ],
                },
            ],
        };

    private static OffsetFetchResponse.Partition Commit(int partition, long offset) =>
        new()
        {
            PartitionIndex = partition,
            CommittedOffset = offset,
            Metadata = partition == 0 ? "by hand" : null,
        };

    private static ListOffsetsResponse Ends(params (int Partition, long Offset)[] ends) =>
        new()
        {
            Topics =
            [
                new()
                {
                    Name = "orders",
                    Partitions =
                    [
                        .. ends.Select(end => new ListOffsetsResponse.Partition
                        {
                            PartitionIndex = end.Partition,
                            Offset = end.Offset,
                        }),
                    ],
                },
            ],
        };
}
