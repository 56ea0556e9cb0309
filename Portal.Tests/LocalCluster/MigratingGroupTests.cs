using System.Collections.Immutable;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Groups.Consumers;
using Portal.LocalCluster.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

/// <summary>Members of both protocols in one group, as time goes on and over a start.</summary>
public sealed class MigratingGroupTests : IDisposable
{
    // A subscription to the topic "o", as clients write it in version 0.
    private static readonly byte[] Subscription = [0, 0, 0, 0, 0, 1, 0, 1, (byte)'o', 255, 255, 255, 255];

    private static readonly ClusterState Topics = ClusterState
        .Empty.After(new ClusterEvent.Formed("local-x"))
        .After(new ClusterEvent.Started(1))
        .After(
            new ClusterEvent.TopicCreated(
                "o",
                new("11111111-1111-1111-1111-111111111111"),
                [
                    [1],
                    [1],
                ],
                ImmutableSortedDictionary<string, string>.Empty
            )
        );

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-migrating-").FullName;
    private readonly ManualTime _time = new();
    private OffsetStore _store;
    private GroupCoordinator _groups;

    public MigratingGroupTests() => (_store, _groups) = Started();

    [ClusterFact]
    public async Task Members_that_wait_for_a_classic_round_are_told_to_join_again_when_the_group_migrates()
    {
        var led = await await Enter();
        var second = await Enter();
        second.IsCompleted.ShouldBeFalse();

        Heartbeat("b").Error.ShouldBe(ErrorCode.None);

        (await second).Error.ShouldBe(ErrorCode.RebalanceInProgress);
        var waiting = (await second).MemberId;
        var again = await Join(waiting);
        (again.Error, again.MemberId).ShouldBe((ErrorCode.None, waiting));
        KeepAlive(led).ShouldBe(ErrorCode.RebalanceInProgress);
        _groups.FindConsumers("g")!.State.Members.Length.ShouldBe(3);
    }

    [ClusterFact]
    public async Task A_request_that_found_the_group_before_it_migrated_is_answered_by_what_it_became()
    {
        var led = await await Enter();
        var before = _groups.Find("g")!;

        var answer = _groups.Ask(
            "g",
            group =>
            {
                if (group == before)
                {
                    Heartbeat("b");
                }

                return group.KeepAlive(Alive(led));
            }
        );

        answer.ShouldBe(ErrorCode.RebalanceInProgress);
        before.State.ShouldBe(GroupState.Dead);
        before.TrySync(new(), out _).ShouldBeFalse();
        before.Leave(new()).ShouldBeNull();
        before.Commit(new(), 9, [], _ => { }).ShouldBeNull();
    }

    [ClusterTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_classic_member_that_is_called_and_does_not_join_in_time_is_removed(bool joinsAndNeverSyncs)
    {
        var led = await await Enter();
        Heartbeat("b");
        if (joinsAndNeverSyncs)
        {
            led = await Join(led.MemberId);
        }

        for (var second5 = 0; second5 < 5; second5++)
        {
            KeepAlive(led).ShouldBe(joinsAndNeverSyncs ? ErrorCode.None : ErrorCode.RebalanceInProgress);
            Pass(seconds: 5);
        }

        _groups.FindConsumers("g")!.State.Members.Length.ShouldBe(2);
        Pass(seconds: 6);
        KeepAlive(led).ShouldBe(ErrorCode.UnknownMemberId);
        _groups.FindConsumers("g")!.State.Members.Single().Id.ShouldBe("b");
    }

    [ClusterFact]
    public async Task A_classic_member_that_has_joined_in_time_has_no_more_to_do()
    {
        var led = await await Enter();
        Heartbeat("b");
        KeepAlive(led);
        led = await Join(led.MemberId);
        (await _groups.Sync(SyncOf(led))).Error.ShouldBe(ErrorCode.None);
        for (var second5 = 0; second5 < 10; second5++)
        {
            KeepAlive(led).ShouldBe(ErrorCode.None);
            Heartbeat("b", led.GenerationId);
            Pass(seconds: 5);
        }

        _groups.FindConsumers("g")!.State.Members.Length.ShouldBe(2);
    }

    [ClusterFact]
    public async Task A_classic_member_has_the_session_that_it_asked_for_and_one_of_the_new_protocol_the_coordinator_s()
    {
        var led = await await Enter();
        Heartbeat("b");
        led = await Join(led.MemberId);
        await _groups.Sync(SyncOf(led));

        Pass(seconds: 11);

        _groups.FindConsumers("g")!.State.Members.Single().Id.ShouldBe("b");
        Pass(seconds: 35);
        _groups.FindConsumers("g")!.State.Members.ShouldBeEmpty();
    }

    [ClusterFact]
    public async Task The_last_member_of_the_new_protocol_that_falls_silent_leaves_a_classic_group()
    {
        Heartbeat("b");
        var a = await await Enter();
        await _groups.Sync(SyncOf(a));
        for (var second5 = 0; second5 < 10; second5++)
        {
            KeepAlive(a).ShouldBeOneOf(ErrorCode.None, ErrorCode.RebalanceInProgress);
            Pass(seconds: 5);
        }

        _groups.FindConsumers("g").ShouldBeNull();
        _groups.Find("g")!.State.ShouldBe(GroupState.PreparingRebalance);
        KeepAlive(a).ShouldBe(ErrorCode.RebalanceInProgress);
        (await Join(a.MemberId)).GenerationId.ShouldBe(a.GenerationId + 1);
        _groups.Delete("g").ShouldBe(ErrorCode.NonEmptyGroup);
    }

    [ClusterFact]
    public async Task A_group_of_both_goes_on_after_a_start_and_one_that_became_classic_is_classic()
    {
        var led = await await Enter();
        Heartbeat("b");
        led = await Join(led.MemberId);
        await _groups.Sync(SyncOf(led));

        Restart();

        KeepAlive(led).ShouldBe(ErrorCode.None);
        var members = _groups.FindConsumers("g")!.State.Members;
        members.Single(member => member.Classic is not null).Id.ShouldBe(led.MemberId);
        (await _groups.Sync(SyncOf(led))).Assignment.Length.ShouldBeGreaterThan(Subscription.Length);
        Heartbeat("b", epoch: -1);
        _groups.Find("g")!.State.ShouldBe(GroupState.PreparingRebalance);

        Restart();

        _groups.FindConsumers("g").ShouldBeNull();
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private (OffsetStore Store, GroupCoordinator Groups) Started()
    {
        var store = new OffsetStore(_folder);
        var times = new ConsumerGroupTimes(TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(5));
        return (store, new GroupCoordinator(store, times, () => Topics, _time));
    }

    private void Restart()
    {
        _store.Dispose();
        (_store, _groups) = Started();
    }

    private void Pass(int seconds)
    {
        _time.Pass(TimeSpan.FromSeconds(seconds));
        _groups.Tick();
    }

    /// <summary>The way of a dynamic member: first an id, then in.</summary>
    private async Task<Task<JoinGroupResponse>> Enter()
    {
        var promised = await Join("");
        promised.Error.ShouldBe(ErrorCode.MemberIdRequired);
        return Join(promised.MemberId);
    }

    private Task<JoinGroupResponse> Join(string id) =>
        _groups.Join(
            new()
            {
                GroupId = "g",
                MemberId = id,
                SessionTimeoutMs = 10_000,
                RebalanceTimeoutMs = 30_000,
                ProtocolType = "consumer",
                Protocols = [new() { Name = "range", Metadata = Subscription }],
            },
            version: 9,
            "client",
            "127.0.0.1"
        );

    private ErrorCode? KeepAlive(JoinGroupResponse joined) => _groups.Ask("g", group => group.KeepAlive(Alive(joined)));

    private static HeartbeatRequest Alive(JoinGroupResponse joined) =>
        new()
        {
            GroupId = "g",
            MemberId = joined.MemberId,
            GenerationId = joined.GenerationId,
        };

    private static SyncGroupRequest SyncOf(JoinGroupResponse joined) =>
        new()
        {
            GroupId = "g",
            MemberId = joined.MemberId,
            GenerationId = joined.GenerationId,
            ProtocolName = joined.ProtocolName,
        };

    private ConsumerGroupHeartbeatResponse Heartbeat(string member, int epoch = 0) =>
        _groups.HandleHeartbeat(
            new()
            {
                GroupId = "g",
                MemberId = member,
                MemberEpoch = epoch,
                RebalanceTimeoutMs = 30_000,
                SubscribedTopicNames = ["o"],
                TopicPartitions = [],
            },
            version: 1,
            new("client", "127.0.0.1", Topics, _ => true)
        );
}
