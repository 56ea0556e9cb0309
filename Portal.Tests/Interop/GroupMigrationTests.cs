using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>A group that changes its protocol while members are in it, request by request, on the local cluster and on Kafka.</summary>
[Collection(InteropSuite.Name)]
public sealed class GroupMigrationTests(Clusters clusters)
{
    private const sbyte Classic = 0;
    private const sbyte Consumer = 1;

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_classic_group_takes_in_a_member_of_the_new_protocol_and_goes_on_where_it_was(string cluster)
    {
        await using var world = await World.In(clusters, cluster, partitions: 2);
        var (raw, classics, group) = (world.Raw, world.Classics, world.Group);
        var led = await classics.Lead(group, world.Topic, [0, 1]);
        var (a, generation) = (led.MemberId, led.GenerationId);
        (await raw.Commit(group, a, generation, world.Topic, version: 8)).ShouldBe(ErrorCode.None);

        var b = await raw.Join(group, "b", [world.Topic]);

        (b.Error, b.MemberEpoch).ShouldBe((ErrorCode.None, generation + 1));
        RawConsumers.Of(b).ShouldBeEmpty();
        var listed = await raw.List(group);
        (listed!.GroupType, listed.ProtocolType, listed.GroupState).ShouldBe(("consumer", "consumer", "Reconciling"));
        var classic = await raw.DescribeClassic(group);
        (classic.Error, classic.ErrorMessage).ShouldBe(
            (ErrorCode.GroupIdNotFound, $"Group {group} is not a classic group.")
        );
        var described = await raw.Describe(group);
        (described.GroupEpoch, described.AssignmentEpoch).ShouldBe((generation + 1, generation + 1));
        var stays = described.Members.Single(member => member.MemberId == a);
        (stays.MemberType, stays.MemberEpoch).ShouldBe((Classic, generation));
        stays.SubscribedTopicNames.ShouldBe([world.Topic]);
        stays.Assignment.TopicPartitions.Single().Partitions.Order().ShouldBe([0, 1]);
        stays.TargetAssignment.TopicPartitions.Single().Partitions.Length.ShouldBe(1);
        described.Members.Single(member => member.MemberId == "b").MemberType.ShouldBe(Consumer);
        (await raw.Committed(group, null, -1, world.Topic)).ShouldBe((ErrorCode.None, 7));

        (await classics.Heartbeat(group, a, generation)).ShouldBe(ErrorCode.RebalanceInProgress);
        (await raw.Commit(group, a, generation, world.Topic, version: 8)).ShouldBe(ErrorCode.None);
        // It has given up everything first, as one does that doesn't cooperate.
        var again = await classics.Join(group, world.Topic, a);
        (again.Error, again.MemberId, again.GenerationId).ShouldBe((ErrorCode.None, a, generation + 1));
        (again.ProtocolType, again.ProtocolName, again.Leader).ShouldBe(("consumer", "range", ""));
        again.Members.ShouldBeEmpty();
        var kept = RawClassics.Of(await classics.Sync(group, again));
        kept.Length.ShouldBe(1);
        (await classics.Heartbeat(group, a, generation + 1)).ShouldBe(ErrorCode.None);
        var got = await raw.Settle(group, "b", world.Id, (b.MemberEpoch, []), 1);
        got.Partitions.Concat(kept).Order().ShouldBe([0, 1]);
        (await raw.List(group))!.GroupState.ShouldBe("Stable");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task The_last_member_of_the_new_protocol_leaves_a_classic_group_that_shares_anew(string cluster)
    {
        await using var world = await World.In(clusters, cluster, partitions: 2);
        var (raw, classics, group) = (world.Raw, world.Classics, world.Group);
        var b = await raw.Join(group, "b", [world.Topic]);
        await raw.Settle(group, "b", world.Id, (b.MemberEpoch, RawConsumers.Of(b)), 2);
        var a = await classics.Join(group, world.Topic);
        (a.Error, a.ProtocolName, a.Leader).ShouldBe((ErrorCode.None, "range", ""));
        RawClassics.Of(await classics.Sync(group, a)).ShouldBeEmpty();
        (await classics.Heartbeat(group, a.MemberId, a.GenerationId)).ShouldBe(ErrorCode.None);
        (await raw.Describe(group)).Members.Select(member => member.MemberType).Order().ShouldBe([Classic, Consumer]);
        (await raw.Commit(group, a.MemberId, a.GenerationId, world.Topic, version: 8)).ShouldBe(ErrorCode.None);

        await raw.Heartbeat(group, "b", RawConsumers.Leaves);

        var listed = await raw.List(group);
        (listed!.GroupType, listed.ProtocolType, listed.GroupState).ShouldBe(
            ("classic", "consumer", "PreparingRebalance")
        );
        (await raw.Describe(group)).ErrorMessage.ShouldBe($"Group {group} is not a consumer group.");
        (await raw.Heartbeat(group, "b", b.MemberEpoch)).Error.ShouldBe(ErrorCode.GroupIdNotFound);
        (await classics.Heartbeat(group, a.MemberId, a.GenerationId)).ShouldBe(ErrorCode.RebalanceInProgress);
        var led = await classics.Join(group, world.Topic, a.MemberId);
        (led.Error, led.GenerationId, led.Leader).ShouldBe((ErrorCode.None, a.GenerationId + 1, a.MemberId));
        var synced = await classics.Sync(group, led, RawClassics.Assignment(world.Topic, [0, 1]));
        RawClassics.Of(synced).ShouldBe([0, 1]);
        var described = await raw.DescribeClassic(group);
        (described.GroupState, described.ProtocolData).ShouldBe(("Stable", "range"));
        (await raw.Committed(group, null, -1, world.Topic)).ShouldBe((ErrorCode.None, 7));

        // And up again: what it was given in between is its own.
        (await raw.Join(group, "b", [world.Topic])).MemberEpoch.ShouldBe(led.GenerationId + 1);
        (await raw.Describe(group))
            .Members.Single(member => member.MemberType == Classic)
            .Assignment.TopicPartitions.Single()
            .Partitions.Order()
            .ShouldBe([0, 1]);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_classic_member_that_cooperates_keeps_its_part_but_for_what_it_is_to_give_up(string cluster)
    {
        await using var world = await World.In(clusters, cluster, partitions: 2);
        var (raw, classics, group) = (world.Raw, world.Classics, world.Group);
        var led = await classics.Lead(group, world.Topic, [0, 1]);
        var b = await raw.Join(group, "b", [world.Topic]);

        var asked = await classics.Join(group, world.Topic, led.MemberId, owns: [0, 1]);

        asked.GenerationId.ShouldBe(led.GenerationId);
        var kept = RawClassics.Of(await classics.Sync(group, asked));
        kept.Length.ShouldBe(1);
        (await classics.Heartbeat(group, led.MemberId, asked.GenerationId)).ShouldBe(ErrorCode.RebalanceInProgress);
        RawConsumers.Of(await raw.Heartbeat(group, "b", b.MemberEpoch, (world.Id, []))).ShouldBeEmpty();
        var gave = await classics.Join(group, world.Topic, led.MemberId, owns: kept);
        gave.GenerationId.ShouldBe(led.GenerationId + 1);
        RawClassics.Of(await classics.Sync(group, gave)).ShouldBe(kept);
        await raw.Settle(group, "b", world.Id, (b.MemberEpoch, []), 1);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_classic_member_is_called_when_what_is_meant_for_it_is_free(string cluster)
    {
        await using var world = await World.In(clusters, cluster, partitions: 2);
        var (raw, classics, group) = (world.Raw, world.Classics, world.Group);
        var b = await raw.Join(group, "b", [world.Topic]);
        var has = await raw.Settle(group, "b", world.Id, (b.MemberEpoch, RawConsumers.Of(b)), 2);
        var a = await classics.Join(group, world.Topic);
        RawClassics.Of(await classics.Sync(group, a)).ShouldBeEmpty();
        (await classics.Heartbeat(group, a.MemberId, a.GenerationId)).ShouldBe(ErrorCode.None);

        has = await raw.Settle(group, "b", world.Id, has, 1);
        (await classics.Heartbeat(group, a.MemberId, a.GenerationId)).ShouldBe(ErrorCode.None);
        await raw.Heartbeat(group, "b", has.Epoch, (world.Id, has.Partitions));

        (await classics.Heartbeat(group, a.MemberId, a.GenerationId)).ShouldBe(ErrorCode.RebalanceInProgress);
        a = await classics.Join(group, world.Topic, a.MemberId);
        RawClassics.Of(await classics.Sync(group, a)).Concat(has.Partitions).Order().ShouldBe([0, 1]);
        (await classics.Heartbeat(group, a.MemberId, a.GenerationId)).ShouldBe(ErrorCode.None);

        (await classics.Leave(group, a.MemberId)).ShouldBe(ErrorCode.None);
        await raw.Settle(group, "b", world.Id, has, 2);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_a_classic_member_of_such_a_group_does_wrong_is_answered_as_in_a_classic_one(string cluster)
    {
        await using var world = await World.In(clusters, cluster, partitions: 2);
        var (raw, classics, group, topic) = (world.Raw, world.Classics, world.Group, world.Topic);
        var b = await raw.Join(group, "b", [topic]);
        var a = await classics.Join(group, topic, instance: "i");
        var (id, generation) = (a.MemberId, a.GenerationId);

        (await classics.Join(group, topic, protocol: "mine")).Error.ShouldBe(ErrorCode.InconsistentGroupProtocol);
        (await classics.Join(group, topic, type: "connect")).Error.ShouldBe(ErrorCode.InconsistentGroupProtocol);
        (await classics.Join(group, topic, subscription: [0])).Error.ShouldBe(ErrorCode.UnknownServerError);
        (await classics.Join(group, topic, "nobody", instance: "nobody")).Error.ShouldBe(ErrorCode.UnknownMemberId);
        (await classics.Join(group, topic, "other", instance: "i")).Error.ShouldBe(ErrorCode.FencedInstanceId);

        (await classics.Sync(group, a with { GenerationId = generation + 1 }, instance: "i")).Error.ShouldBe(
            ErrorCode.IllegalGeneration
        );
        (await classics.Sync(group, a, instance: "i", protocol: "mine")).Error.ShouldBe(
            ErrorCode.InconsistentGroupProtocol
        );
        (await classics.Sync(group, a with { MemberId = "b" })).Error.ShouldBe(ErrorCode.UnknownMemberId);

        (await classics.Heartbeat(group, id, generation + 1, "i")).ShouldBe(ErrorCode.IllegalGeneration);
        (await classics.Heartbeat(group, "other", generation, "i")).ShouldBe(ErrorCode.FencedInstanceId);
        (await classics.Heartbeat(group, "b", b.MemberEpoch)).ShouldBe(ErrorCode.UnknownMemberId);
        (await classics.Heartbeat(group, "nobody", generation)).ShouldBe(ErrorCode.UnknownMemberId);

        (await raw.Commit(group, id, generation + 1, topic, version: 8)).ShouldBe(ErrorCode.IllegalGeneration);
        (await raw.Commit(group, id, generation - 1, topic, version: 8)).ShouldBe(ErrorCode.IllegalGeneration);
        (await raw.Committed(group, id, generation + 1, topic)).Error.ShouldBe(ErrorCode.IllegalGeneration);
        (await raw.Committed(group, id, generation, topic)).Error.ShouldBe(ErrorCode.None);

        (await classics.Leave(group, "nobody")).ShouldBe(ErrorCode.UnknownMemberId);
        (await classics.Leave(group, "other", "i")).ShouldBe(ErrorCode.FencedInstanceId);
        (await classics.Leave(group, "", "i")).ShouldBe(ErrorCode.None);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_classic_group_that_can_not_migrate_says_why_and_stays_as_it_is(string cluster)
    {
        await using var world = await World.In(clusters, cluster, partitions: 1);
        var (raw, classics, topic) = (world.Raw, world.Classics, world.Topic);
        await Refused("the group does not use the consumer embedded protocol.", type: "connect");
        await Refused("the embedded consumer protocol is malformed.", subscription: [0]);
        await Refused(
            "an unsupported custom assignor is in use. Please refer to the documentation or switch to a default assignor before "
                + "re-attempting the upgrade.",
            assignment: RawClassics.Assignment(topic, [0], [1])
        );

        async Task Refused(string why, string type = "consumer", byte[]? subscription = null, byte[]? assignment = null)
        {
            var group = Client.NewName("group");
            var led = await classics.Join(group, topic, type: type, subscription: subscription);
            led.Error.ShouldBe(ErrorCode.None);
            if (type == "consumer")
            {
                await classics.Sync(group, led, assignment ?? RawClassics.Assignment(topic, [0]));
            }

            var answer = await raw.Join(group, "b", [topic]);

            answer.Error.ShouldBe(ErrorCode.GroupIdNotFound);
            answer.ErrorMessage.ShouldBe($"Cannot upgrade classic group {group} to consumer group because {why}");
            (await classics.Heartbeat(group, led.MemberId, led.GenerationId)).ShouldBe(ErrorCode.None);
            (await raw.List(group))!.GroupType.ShouldBe("classic");
        }
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_static_member_changes_its_protocol_and_keeps_its_part(string cluster)
    {
        await using var world = await World.In(clusters, cluster, partitions: 2);
        var (raw, classics, group) = (world.Raw, world.Classics, world.Group);
        var led = await classics.Lead(group, world.Topic, [0, 1], "i");

        var up = await raw.Join(group, "b", [world.Topic], instance: "i");

        up.Error.ShouldBe(ErrorCode.None);
        RawConsumers.Of(up).ShouldBe([0, 1]);
        var only = (await raw.Describe(group)).Members.Single();
        (only.MemberId, only.InstanceId, only.MemberType).ShouldBe(("b", "i", Consumer));
        (await classics.Heartbeat(group, led.MemberId, led.GenerationId, "i")).ShouldBe(ErrorCode.FencedInstanceId);

        var other = await classics.Join(group, world.Topic);
        RawClassics.Of(await classics.Sync(group, other)).ShouldBeEmpty();
        var b = await raw.Settle(group, "b", world.Id, (up.MemberEpoch, [0, 1]), 1, "i");
        await raw.Heartbeat(group, "b", b.Epoch, (world.Id, b.Partitions), "i");
        other = await classics.Join(group, world.Topic, other.MemberId);
        RawClassics.Of(await classics.Sync(group, other)).Concat(b.Partitions).Order().ShouldBe([0, 1]);
        var epoch = (await raw.Describe(group)).GroupEpoch;

        // Back: the last of the new protocol, so the group is classic at once, and nobody has to move.
        var down = await classics.Join(group, world.Topic, instance: "i");

        (down.Error, down.GenerationId).ShouldBe((ErrorCode.None, epoch));
        (await raw.List(group))!.GroupType.ShouldBe("classic");
        RawClassics.Of(await classics.Sync(group, down, instance: "i")).ShouldBe(b.Partitions);
        (await classics.Heartbeat(group, other.MemberId, other.GenerationId)).ShouldBe(ErrorCode.None);
        (await raw.DescribeClassic(group)).GroupState.ShouldBe("Stable");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Whoever_administers_a_group_removes_a_member_of_the_new_protocol_by_a_leave_too(string cluster)
    {
        await using var world = await World.In(clusters, cluster, partitions: 1);
        var (raw, classics, group) = (world.Raw, world.Classics, world.Group);
        await raw.Join(group, "b", [world.Topic], instance: "i");
        await raw.Join(group, "c", [world.Topic]);
        var a = await classics.Join(group, world.Topic);

        (await classics.Leave(group, "", "i")).ShouldBe(ErrorCode.None);
        (await raw.List(group))!.GroupType.ShouldBe("consumer");
        (await classics.Leave(group, "c")).ShouldBe(ErrorCode.None);

        (await raw.List(group))!.GroupType.ShouldBe("classic");
        (await classics.Heartbeat(group, a.MemberId, a.GenerationId)).ShouldBe(ErrorCode.IllegalGeneration);
        (await classics.Join(group, world.Topic, a.MemberId)).Leader.ShouldBe(a.MemberId);
    }

    private sealed record World(string Topic, Guid Id, string Group, RawConsumers Raw, RawClassics Classics)
        : IAsyncDisposable
    {
        public static async Task<World> In(Clusters clusters, string cluster, int partitions)
        {
            var bootstrap = await clusters.Bootstrap(cluster);
            using var client = new Client(bootstrap);
            var (raw, classics) = (new RawConsumers(bootstrap), new RawClassics(bootstrap));
            var topic = await client.Topic(partitions);
            return new(topic, (await raw.Topic(topic)).TopicId, Client.NewName("group"), raw, classics);
        }

        public async ValueTask DisposeAsync()
        {
            await Raw.DisposeAsync();
            await Classics.DisposeAsync();
        }
    }
}
