using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>What a coordinator answers to members of the new protocol that do wrong, and to those of the other protocol.</summary>
[Collection(InteropSuite.Name)]
public sealed class ConsumerGroupErrorTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_heartbeat_that_can_not_be_is_refused_in_the_same_words(string cluster)
    {
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var group = Client.NewName("group");
        var good = new ConsumerGroupHeartbeatRequest
        {
            GroupId = group,
            MemberId = "a",
            RebalanceTimeoutMs = 1000,
            SubscribedTopicNames = [],
            TopicPartitions = [],
        };
        async Task<string?> Words(ConsumerGroupHeartbeatRequest request, ErrorCode error = ErrorCode.InvalidRequest)
        {
            ConsumerGroupHeartbeatResponse? answer = null;
            await Deadline.Until(async () => (answer = await raw.Heartbeat(request)).Error == error);
            return answer!.ErrorMessage;
        }

        (await Words(good with { MemberId = "" })).ShouldBe("MemberId can't be empty.");
        (await Words(good with { InstanceId = "" })).ShouldBe("InstanceId can't be empty.");
        (await Words(good with { RackId = "" })).ShouldBe("RackId can't be empty.");
        (await Words(good with { RebalanceTimeoutMs = -1 })).ShouldBe(
            "RebalanceTimeoutMs must be provided in first request."
        );
        (await Words(good with { TopicPartitions = null })).ShouldBe(
            "TopicPartitions must be empty when (re-)joining."
        );
        (await Words(good with { SubscribedTopicNames = null })).ShouldBe(
            "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining."
        );
        (await Words(good with { MemberEpoch = -2 })).ShouldBe("InstanceId can't be null.");
        (await Words(good with { MemberEpoch = -3 })).ShouldBe("MemberEpoch is invalid.");
        (await Words(good with { ServerAssignor = "mine" }, ErrorCode.UnsupportedAssignor)).ShouldBe(
            "ServerAssignor mine is not supported. Supported assignors: uniform, range."
        );
        (await Words(good with { SubscribedTopicRegex = "a(" }, ErrorCode.InvalidRegularExpression))!.ShouldStartWith(
            "SubscribedTopicRegex `a(` is not a valid regular expression: "
        );
        (await Words(good with { MemberEpoch = 1 }, ErrorCode.GroupIdNotFound)).ShouldBe(
            $"Consumer group {group} not found."
        );
        (await Words(good, ErrorCode.None)).ShouldBeNull();
        (await Words(good with { MemberId = "b", MemberEpoch = 1 }, ErrorCode.UnknownMemberId)).ShouldBe(
            $"Member b is not a member of group {group}."
        );
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_member_of_another_epoch_is_fenced_unless_it_only_missed_the_last_answer(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(2);
        var id = (await raw.Topic(topic)).TopicId;
        var group = Client.NewName("group");
        var first = await raw.Join(group, "a", [topic]);
        var has = await raw.Settle(group, "a", id, (first.MemberEpoch, RawConsumers.Of(first)), 2);
        await client.Admin.CreatePartitionsAsync([new() { Topic = topic, IncreaseTo = 3 }]);
        var grown = await raw.Settle(group, "a", id, has, 3);
        grown.Epoch.ShouldBeGreaterThan(has.Epoch);

        (await raw.Heartbeat(group, "a", grown.Epoch + 1)).Error.ShouldBe(ErrorCode.FencedMemberEpoch);
        (await raw.Heartbeat(group, "a", has.Epoch)).Error.ShouldBe(ErrorCode.FencedMemberEpoch);
        var unheard = await raw.Heartbeat(group, "a", has.Epoch, (id, has.Partitions));
        (unheard.Error, unheard.MemberEpoch).ShouldBe((ErrorCode.None, grown.Epoch));
        (await raw.Heartbeat(group, "a", has.Epoch, (id, [0, 7]))).Error.ShouldBe(ErrorCode.FencedMemberEpoch);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Only_members_of_the_present_epoch_commit_and_are_given_what_is_committed(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var id = (await raw.Topic(topic)).TopicId;
        var group = Client.NewName("group");
        var joined = await raw.Join(group, "a", [topic]);
        var has = await raw.Settle(group, "a", id, (joined.MemberEpoch, RawConsumers.Of(joined)), 1);
        await client.Admin.CreatePartitionsAsync([new() { Topic = topic, IncreaseTo = 2 }]);
        var grown = await raw.Settle(group, "a", id, has, 2);

        (await raw.Commit(group, "a", grown.Epoch, topic)).ShouldBe(ErrorCode.None);
        (await raw.Commit(group, "a", grown.Epoch, topic, version: 8)).ShouldBe(ErrorCode.UnsupportedVersion);
        (await raw.Commit(group, "a", grown.Epoch + 1, topic)).ShouldBe(ErrorCode.StaleMemberEpoch);
        // What it had in that epoch already is its own; what it got later isn't.
        (await raw.Commit(group, "a", has.Epoch, topic, partition: 0)).ShouldBe(ErrorCode.None);
        (await raw.Commit(group, "a", has.Epoch, topic, partition: 1)).ShouldBe(ErrorCode.StaleMemberEpoch);
        (await raw.Commit(group, "b", grown.Epoch, topic)).ShouldBe(ErrorCode.UnknownMemberId);
        (await raw.Commit(group, "", -1, topic)).ShouldBe(ErrorCode.UnknownMemberId);
        (await raw.Committed(group, "a", grown.Epoch, topic)).ShouldBe((ErrorCode.None, 7));
        (await raw.Committed(group, null, -1, topic)).ShouldBe((ErrorCode.None, 7));
        (await raw.Committed(group, "a", grown.Epoch + 1, topic)).Error.ShouldBe(ErrorCode.StaleMemberEpoch);
        (await raw.Committed(group, "b", grown.Epoch, topic)).Error.ShouldBe(ErrorCode.UnknownMemberId);

        (await raw.Delete(group)).ShouldBe(ErrorCode.NonEmptyGroup);
        await raw.Heartbeat(group, "a", RawConsumers.Leaves);
        (await raw.Commit(group, "", -1, topic)).ShouldBe(ErrorCode.None);
        (await raw.Describe(group)).GroupState.ShouldBe("Empty");
        (await raw.Delete(group)).ShouldBe(ErrorCode.None);
        (await raw.Describe(group)).Error.ShouldBe(ErrorCode.GroupIdNotFound);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task An_empty_group_changes_its_protocol_with_who_comes_next_and_keeps_its_offsets(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var group = Client.NewName("group");
        await Deadline.Until(async () => await raw.Commit(group, "", -1, topic) == ErrorCode.None);
        (await raw.List(group))!.GroupType.ShouldBe("classic");
        var classic = await raw.Describe(group);
        (classic.Error, classic.ErrorMessage).ShouldBe(
            (ErrorCode.GroupIdNotFound, $"Group {group} is not a consumer group.")
        );

        (await raw.Join(group, "a", [topic])).Error.ShouldBe(ErrorCode.None);
        (await raw.List(group))!.GroupType.ShouldBe("consumer");
        (await raw.Committed(group, null, -1, topic)).ShouldBe((ErrorCode.None, 7));

        await raw.Heartbeat(group, "a", RawConsumers.Leaves);
        var promised = await raw.JoinClassic(group);
        promised.Error.ShouldBe(ErrorCode.MemberIdRequired);
        (await raw.JoinClassic(group, promised.MemberId)).Error.ShouldBe(ErrorCode.None);
        (await raw.List(group))!.GroupType.ShouldBe("classic");
        (await raw.Committed(group, null, -1, topic)).ShouldBe((ErrorCode.None, 7));
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_pattern_subscribes_to_the_topics_it_matches_whole_also_to_those_that_come_later(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var prefix = Client.NewName("pattern");
        await client.Create($"{prefix}.a", 1, 1);
        await client.Create($"{prefix}.a.not", 1, 1);
        var id = (await raw.Topic($"{prefix}.a")).TopicId;
        var group = Client.NewName("group");
        var asked = new ConsumerGroupHeartbeatRequest
        {
            GroupId = group,
            MemberId = "a",
            RebalanceTimeoutMs = 10_000,
            SubscribedTopicRegex = $@"{prefix}\.[a-c]",
            TopicPartitions = [],
        };
        var joined = await raw.Heartbeat(asked);
        await Deadline.Until(async () => (joined = await raw.Heartbeat(asked)).Error == ErrorCode.None);
        var has = await raw.Settle(group, "a", id, (joined.MemberEpoch, RawConsumers.Of(joined)), 1);

        await client.Create($"{prefix}.b", 2, 1);

        await raw.Settle(group, "a", id, has, 3);
        (await raw.Describe(group)).Members[0].SubscribedTopicRegex.ShouldBe($@"{prefix}\.[a-c]");
    }
}
