using Portal.Core.Changes;
using Portal.Core.Jobs;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Rehearsals of upgrades on the local cluster's stream runtime, by the same code as on Flink.</summary>
public sealed class LocalRehearsalTests
{
    [Fact]
    public async Task An_upgrade_is_rehearsed_and_one_that_fails_there_never_touches_the_running_version()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.OnFlink(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
        await world.StartWorker(
            settings: [("Portal:Applying:VerifyWithin", "00:00:30"), ("Portal:Applying:LookEvery", "00:00:00.5")]
        );
        await using var life = new RehearsalLife(world, cluster.Bootstrap, "local");
        var running = await life.Begin();

        var failed = await life.Upgrade(life.Broken with { Rehearsal = true });
        var end = await world.Reaches(failed, ChangeState.RolledBack, TimeSpan.FromMinutes(4));
        end.Row.StatusMessage.ShouldNotBeNull().ShouldContain("The rehearsal of local isn't stable");
        (await world.Alive("local")).ShouldHaveSingleItem().Id.ShouldBe(running);
        await life.NothingIsLeft();

        var next = JobWorlds.Spec(life.Statements(), parallelism: 2) with { Rehearsal = true };
        await world.Reaches(await life.Upgrade(next), ChangeState.Applied, TimeSpan.FromMinutes(2));
        (await world.Alive("local")).ShouldHaveSingleItem().Id.ShouldNotBe(running);
        await life.NothingIsLeft();
        await life.EachIsThereOnce();
    }
}
