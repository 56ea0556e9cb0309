using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class StaticMemberTests
{
    private readonly GroupWorld _world = new();

    [ClusterFact]
    public async Task A_static_member_that_comes_back_gets_its_part_without_a_round()
    {
        var before = await _world.Join(instance: "worker-1");
        await _world.Sync(before, (before.MemberId, "all"));

        var back = await _world.Join(instance: "worker-1");

        back.GenerationId.ShouldBe(before.GenerationId);
        back.MemberId.ShouldNotBe(before.MemberId);
        back.SkipAssignment.ShouldBeTrue();
        _world.Group.State.ShouldBe(GroupState.Stable);
        GroupWorld.Text((await _world.Sync(back)).Assignment).ShouldBe("all");
    }

    [ClusterFact]
    public async Task Its_earlier_self_is_fenced()
    {
        var before = await _world.Join(instance: "worker-1");
        await _world.Sync(before, (before.MemberId, "all"));
        await _world.Join(instance: "worker-1");

        _world.Heartbeat(before, instance: "worker-1").ShouldBe(ErrorCode.FencedInstanceId);
        (await _world.Join(before.MemberId, instance: "worker-1")).Error.ShouldBe(ErrorCode.FencedInstanceId);
    }

    [ClusterFact]
    public async Task It_leaves_by_its_name()
    {
        await _world.Join(instance: "worker-1");

        _world.Group.Leave(new() { GroupInstanceId = "worker-1" }).ShouldBe(ErrorCode.None);

        _world.Group.State.ShouldBe(GroupState.Empty);
    }

    [ClusterFact]
    public async Task With_another_subscription_it_starts_a_round()
    {
        var before = await _world.Join(instance: "worker-1");
        await _world.Sync(before, (before.MemberId, "all"));

        var back = await _world.Join(instance: "worker-1", subscription: "payments");

        back.GenerationId.ShouldBe(before.GenerationId + 1);
    }
}
