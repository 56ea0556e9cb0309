using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Groups of the new protocol (KIP-848), heartbeat by heartbeat, on the local cluster and on Kafka.</summary>
[Collection(InteropSuite.Name)]
public sealed class ConsumerGroupTests(Clusters clusters)
{
    private const string Uniform = "uniform";
    private const string Range = "range";

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_partition_is_given_to_its_new_member_when_the_former_has_given_it_up(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var (topic, id) = await Topic(client, raw, 4);
        var group = Client.NewName("group");
        var first = await raw.Join(group, "a", [topic]);
        (first.Error, first.MemberId).ShouldBe((ErrorCode.None, "a"));
        var a = await raw.Settle(group, "a", id, (first.MemberEpoch, RawConsumers.Of(first)), 4);

        var b = await raw.Join(group, "b", [topic]);
        RawConsumers.Of(b).ShouldBeEmpty();
        var asked = await raw.Settle(group, "a", id, a, 2);
        asked.Epoch.ShouldBe(a.Epoch);
        (await raw.Describe(group)).GroupState.ShouldBe("Reconciling");
        RawConsumers.Of(await raw.Heartbeat(group, "b", b.MemberEpoch, (id, []))).ShouldBeEmpty();
        RawConsumers.Of(await raw.Heartbeat(group, "a", asked.Epoch, (id, [0, 1, 2, 3]))).ShouldBeEmpty();

        var gave = await raw.Heartbeat(group, "a", asked.Epoch, (id, asked.Partitions));
        gave.MemberEpoch.ShouldBeGreaterThan(asked.Epoch);
        var got = await raw.Settle(group, "b", id, (b.MemberEpoch, []), 2);
        got.Partitions.Concat(asked.Partitions).Order().ShouldBe([0, 1, 2, 3]);
        await Deadline.Until(async () => (await raw.Describe(group)).GroupState == "Stable");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_group_is_described_with_what_its_members_have_and_are_meant_to_have(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var (topic, id) = await Topic(client, raw, 2);
        var group = Client.NewName("group");
        var joined = await raw.Join(group, "a", [topic], instance: "i", assignor: Range);
        await Deadline.Until(async () =>
            (await raw.Heartbeat(group, "a", joined.MemberEpoch, instance: "i")).Error == ErrorCode.None
            && (await raw.Describe(group)).GroupState == "Stable"
        );

        var described = await raw.Describe(group);
        (described.AssignorName, described.GroupEpoch).ShouldBe((Range, described.AssignmentEpoch));
        var member = described.Members.Single();
        (member.MemberId, member.InstanceId, member.MemberType).ShouldBe(("a", "i", (sbyte)1));
        member.MemberEpoch.ShouldBe(described.GroupEpoch);
        member.SubscribedTopicNames.ShouldBe([topic]);
        member.SubscribedTopicRegex.ShouldBe("");
        var assigned = member.Assignment.TopicPartitions.Single();
        (assigned.TopicId, assigned.TopicName).ShouldBe((id, topic));
        assigned.Partitions.Order().ShouldBe([0, 1]);
        member.TargetAssignment.TopicPartitions.Single().Partitions.Order().ShouldBe([0, 1]);

        var listed = await raw.List(group, "consumer");
        (listed!.GroupType, listed.ProtocolType, listed.GroupState).ShouldBe(("consumer", "consumer", "Stable"));
        (await raw.List(group, "classic")).ShouldBeNull();
        var classic = await raw.DescribeClassic(group);
        (classic.Error, classic.ErrorMessage).ShouldBe(
            (ErrorCode.GroupIdNotFound, $"Group {group} is not a classic group.")
        );
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task The_range_assignor_cuts_each_topic_alike_and_the_uniform_one_counts_them_together(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var topics = new[] { (await Topic(client, raw, 3)).Name, (await Topic(client, raw, 3)).Name };
        async Task<string> Assigned(string assignor)
        {
            var group = Client.NewName("group");
            foreach (var member in new[] { "c", "b", "a" })
            {
                await raw.Join(group, member, topics, member == "c" ? "instance" : null, assignor);
            }

            ConsumerGroupDescribeResponse.Group? described = null;
            await Deadline.Until(async () =>
            {
                described = await raw.Describe(group);
                return described.Members.Sum(member => Count(member.TargetAssignment)) == 6
                    && described.AssignmentEpoch == described.GroupEpoch;
            });
            return string.Join(
                ' ',
                described!
                    .Members.OrderBy(member => member.MemberId)
                    .Select(member =>
                        assignor == Range
                            ? string.Join(
                                '+',
                                member.TargetAssignment.TopicPartitions.Select(each =>
                                    string.Join(',', each.Partitions.Order())
                                )
                            )
                            : $"{Count(member.TargetAssignment)}"
                    )
            );
        }

        (await Assigned(Range)).ShouldBe("1+1 2+2 0+0");
        (await Assigned(Uniform)).ShouldBe("2 2 2");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Whoever_leaves_or_falls_silent_gives_its_partitions_to_the_others(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var (topic, id) = await Topic(client, raw, 3);
        var group = Client.NewName("group");
        foreach (var member in new[] { "b", "c" })
        {
            var got = await raw.Join(group, member, [topic]);
            got.Error.ShouldBe(ErrorCode.None);
        }

        var joined = await raw.Join(group, "a", [topic]);
        var left = await raw.Heartbeat(group, "b", RawConsumers.Leaves);
        (left.Error, left.MemberId, left.MemberEpoch).ShouldBe((ErrorCode.None, "b", RawConsumers.Leaves));
        (await raw.Heartbeat(group, "b", RawConsumers.Leaves)).Error.ShouldBe(ErrorCode.UnknownMemberId);

        // c says nothing more, and its session ends.
        await raw.Settle(group, "a", id, (joined.MemberEpoch, RawConsumers.Of(joined)), 3);
        (await raw.Heartbeat(group, "c", 1)).Error.ShouldBe(ErrorCode.UnknownMemberId);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Whoever_does_not_give_up_in_time_is_removed(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var (topic, id) = await Topic(client, raw, 2);
        var group = Client.NewName("group");
        var first = await raw.Join(group, "a", [topic], rebalanceTimeoutMs: 500);
        var a = await raw.Settle(group, "a", id, (first.MemberEpoch, RawConsumers.Of(first)), 2);
        var b = await raw.Join(group, "b", [topic]);
        a = await raw.Settle(group, "a", id, a, 1);

        await Deadline.Until(async () =>
        {
            var answer = await raw.Heartbeat(group, "a", a.Epoch, (id, [0, 1]));
            await raw.Heartbeat(group, "b", b.MemberEpoch, (id, []));
            return answer.Error == ErrorCode.UnknownMemberId;
        });
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_static_member_finds_its_partitions_again_and_shuts_nobody_out_who_is_there(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var (topic, id) = await Topic(client, raw, 2);
        var group = Client.NewName("group");
        var first = await raw.Join(group, "a", [topic], instance: "i");
        ConsumerGroupHeartbeatResponse answer = first;
        await Deadline.Until(async () =>
        {
            answer = await raw.Heartbeat(group, "a", answer.MemberEpoch, (id, RawConsumers.Of(answer)), "i");
            return Count((await raw.Describe(group)).Members[0].Assignment) == 2;
        });
        var epoch = (await raw.Describe(group)).GroupEpoch;

        (await raw.Join(group, "b", [topic], instance: "i")).Error.ShouldBe(ErrorCode.UnreleasedInstanceId);
        var went = await raw.Heartbeat(group, "a", RawConsumers.GoesForNow, instance: "i");
        (went.Error, went.MemberEpoch).ShouldBe((ErrorCode.None, RawConsumers.GoesForNow));
        var back = await raw.Join(group, "b", [topic], instance: "i");

        back.Error.ShouldBe(ErrorCode.None);
        RawConsumers.Of(back).ShouldBe([0, 1]);
        (await raw.Describe(group)).GroupEpoch.ShouldBe(epoch);
        (await raw.Heartbeat(group, "a", 1, instance: "i")).Error.ShouldBe(ErrorCode.FencedInstanceId);
        (await raw.Heartbeat(group, "a", 1, instance: "nobody")).Error.ShouldBe(ErrorCode.UnknownMemberId);
        (await raw.Heartbeat(group, "a", RawConsumers.Leaves, instance: "i")).Error.ShouldBe(
            ErrorCode.FencedInstanceId
        );
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_topic_that_grows_or_is_created_reaches_the_members_that_subscribe_to_it(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawConsumers(await clusters.Bootstrap(cluster));
        var (topic, id) = await Topic(client, raw, 1);
        var later = Client.NewName("topic");
        var group = Client.NewName("group");
        var joined = await raw.Join(group, "a", [topic, later]);
        var has = await raw.Settle(group, "a", id, (joined.MemberEpoch, RawConsumers.Of(joined)), 1);

        await client.Admin.CreatePartitionsAsync([new() { Topic = topic, IncreaseTo = 3 }]);
        has = await raw.Settle(group, "a", id, has, 3);
        await client.Create(later, 2, 1);

        has = await raw.Settle(group, "a", id, has with { Partitions = [0, 1, 2] }, 5);
    }

    private static async Task<(string Name, Guid Id)> Topic(Client client, RawConsumers raw, int partitions)
    {
        var name = await client.Topic(partitions);
        return (name, (await raw.Topic(name)).TopicId);
    }

    private static int Count(ConsumerGroupDescribeResponse.MemberAssignment assignment) =>
        assignment.TopicPartitions.Sum(topic => topic.Partitions.Length);
}
