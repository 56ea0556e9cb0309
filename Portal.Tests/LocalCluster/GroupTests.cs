using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class GroupTests
{
    private readonly GroupWorld _world = new();

    [ClusterFact]
    public async Task A_member_joins_gets_its_part_and_the_group_is_stable()
    {
        var joined = await await _world.Enter();
        joined.Leader.ShouldBe(joined.MemberId);
        joined.Members.Length.ShouldBe(1);
        _world.Group.State.ShouldBe(GroupState.CompletingRebalance);

        var synced = await _world.Sync(joined, (joined.MemberId, "all"));

        GroupWorld.Text(synced.Assignment).ShouldBe("all");
        _world.Group.State.ShouldBe(GroupState.Stable);
        _world.Heartbeat(joined).ShouldBe(ErrorCode.None);
    }

    [ClusterFact]
    public async Task A_second_member_starts_a_round_and_both_get_a_part()
    {
        var (first, second) = await _world.Two();

        first.GenerationId.ShouldBe(second.GenerationId);
        second.Members.ShouldBeEmpty();
        _world.Heartbeat(first).ShouldBe(ErrorCode.None);
        _world.Heartbeat(second).ShouldBe(ErrorCode.None);
    }

    [ClusterFact]
    public async Task No_rebalance_comes_between_the_check_of_a_commit_and_its_record()
    {
        var (first, second) = await _world.Two();
        Task<ErrorCode?>? leaves = null;
        var leftWithin = true;

        _world
            .Commit(
                first,
                _ =>
                {
                    leaves = Task.Run(() => _world.Group.Leave(new() { MemberId = second.MemberId }));
                    leftWithin = leaves.Wait(TimeSpan.FromMilliseconds(200));
                }
            )
            .ShouldBe(ErrorCode.None);

        leftWithin.ShouldBeFalse();
        (await leaves!).ShouldBe(ErrorCode.None);
        _world.Heartbeat(first).ShouldBe(ErrorCode.RebalanceInProgress);
    }

    [ClusterFact]
    public async Task A_silent_member_is_dropped_when_its_session_ends_and_the_other_is_called()
    {
        var (first, second) = await _world.Two();
        _world.Time.Pass(TimeSpan.FromSeconds(6));
        _world.Heartbeat(first);
        _world.Time.Pass(TimeSpan.FromSeconds(6));

        _world.Group.Tick();

        _world.Heartbeat(second).ShouldBe(ErrorCode.UnknownMemberId);
        _world.Heartbeat(first).ShouldBe(ErrorCode.RebalanceInProgress);
        (await _world.Join(first.MemberId)).Members.Length.ShouldBe(1);
    }

    [ClusterFact]
    public async Task A_member_that_never_answers_the_call_is_left_behind_after_the_rebalance_timeout()
    {
        var (first, second) = await _world.Two();
        var third = await _world.Enter();
        var again = _world.Join(first.MemberId);
        for (var second5 = 0; second5 < 7; second5++)
        {
            _world.Heartbeat(second).ShouldBeOneOf(ErrorCode.RebalanceInProgress, ErrorCode.UnknownMemberId);
            _world.Time.Pass(TimeSpan.FromSeconds(5));
            _world.Group.Tick();
        }

        (await again).Members.Length.ShouldBe(2);
        (await third).GenerationId.ShouldBe(first.GenerationId + 1);
        _world.Heartbeat(second).ShouldBe(ErrorCode.UnknownMemberId);
    }

    [ClusterFact]
    public async Task A_leader_that_never_brings_the_assignment_is_left_behind()
    {
        var alone = await await _world.Enter();
        await _world.Sync(alone, (alone.MemberId, "all"));
        var second = await _world.Enter();
        await _world.Join(alone.MemberId);
        var waiting = _world.Sync(await second);
        for (var step = 0; step < 7; step++)
        {
            _world.Heartbeat(alone with { GenerationId = alone.GenerationId + 1 });
            _world.Time.Pass(TimeSpan.FromSeconds(5));
            _world.Group.Tick();
        }

        (await waiting).Error.ShouldBe(ErrorCode.RebalanceInProgress);
        _world.Group.Described().Members.Single().MemberId.ShouldBe((await second).MemberId);
    }

    [ClusterFact]
    public async Task Who_leaves_starts_a_round_and_the_last_leaves_the_group_empty()
    {
        var (first, second) = await _world.Two();

        _world.Group.Leave(new() { MemberId = second.MemberId }).ShouldBe(ErrorCode.None);
        _world.Heartbeat(first).ShouldBe(ErrorCode.RebalanceInProgress);
        _world.Group.Leave(new() { MemberId = first.MemberId }).ShouldBe(ErrorCode.None);

        _world.Group.State.ShouldBe(GroupState.Empty);
        _world.Group.Leave(new() { MemberId = first.MemberId }).ShouldBe(ErrorCode.UnknownMemberId);
    }

    [ClusterFact]
    public async Task A_member_that_asks_for_its_part_twice_gets_both_answers()
    {
        var first = await await _world.Enter();
        await _world.Sync(first, (first.MemberId, "all"));
        var second = await _world.Enter();
        first = await _world.Join(first.MemberId);
        var joined = await second;

        var asked = _world.Sync(joined);
        var again = _world.Sync(joined);
        await _world.Sync(first, (first.MemberId, "a"), (joined.MemberId, "b"));

        asked.IsCompleted.ShouldBeTrue();
        (await asked).Error.ShouldBe(ErrorCode.RebalanceInProgress);
        GroupWorld.Text((await again).Assignment).ShouldBe("b");
    }

    [ClusterFact]
    public async Task Only_the_present_generation_commits_while_there_are_members()
    {
        var (first, second) = await _world.Two();

        _world.Commit(first).ShouldBe(ErrorCode.None);
        _world.Commit(first with { GenerationId = first.GenerationId - 1 }).ShouldBe(ErrorCode.IllegalGeneration);
        _world.Commit(first with { MemberId = "", GenerationId = -1 }).ShouldBe(ErrorCode.UnknownMemberId);
        _world.Group.Leave(new() { MemberId = first.MemberId });
        _world.Group.Leave(new() { MemberId = second.MemberId });
        _world.Commit(first).ShouldBe(ErrorCode.UnknownMemberId);
        _world.Commit(first with { MemberId = "", GenerationId = -1 }).ShouldBe(ErrorCode.None);
    }

    [ClusterFact]
    public async Task Members_settle_on_a_protocol_that_all_have_and_who_has_none_is_refused()
    {
        var first = await await _world.Enter("sticky", "range");
        first.ProtocolName.ShouldBe("sticky");
        await _world.Sync(first, (first.MemberId, "all"));
        var second = await _world.Enter("range");

        (await _world.Join(first.MemberId, protocols: ["sticky", "range"])).ProtocolName.ShouldBe("range");
        (await second).ProtocolName.ShouldBe("range");
        (await _world.Join(protocols: "other")).Error.ShouldBe(ErrorCode.InconsistentGroupProtocol);
        (await _world.Join(protocolType: "connect")).Error.ShouldBe(ErrorCode.InconsistentGroupProtocol);
    }

    [ClusterFact]
    public async Task A_group_with_members_does_not_die()
    {
        await _world.Two();

        _world.Group.TryDie().ShouldBeFalse();
    }
}
