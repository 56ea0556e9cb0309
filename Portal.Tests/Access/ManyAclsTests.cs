using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Access;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>A cluster with 10,000 ACLs, over the wire: what is asked of the store doesn't grow with them.</summary>
public sealed class ManyAclsTests : IAsyncLifetime
{
    private const int Many = 10_000;
    private const int AtOnce = 1_000;
    private LocalKafka _kafka = null!;
    private WorkerWorld _world = null!;

    public async Task InitializeAsync()
    {
        _kafka = await LocalKafka.Start(brokers: 1);
        _world = await WorkerWorld.On(_kafka.Bootstrap);
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _kafka.DisposeAsync();
    }

    [LongFact]
    public async Task They_are_collected_whole_and_a_grant_beside_them_is_planned_at_the_same_cost()
    {
        await _world.Manage("orders");
        await Planned("warm-up"); // connections, plans of statements
        var few = await Planned("few");
        await There(Many);

        (await Commands(Collect)).ShouldBeLessThanOrEqualTo(80, "they are written in batches");
        (await Collected()).ShouldBe(Many);
        (await Commands(Collect)).ShouldBeLessThanOrEqualTo(20, "nothing has changed");
        (await Planned("many")).ShouldBe(few);

        var granted = await _world.Carry(Grant("beside", Reads("orders", "User:beside")));
        (await _world.View(granted)).Row.State.ShouldBe(ChangeState.Applied);
        (await _world.AclsOf("User:beside")).Count.ShouldBe(3);
    }

    private async Task<int> Planned(string name)
    {
        var id = await _world.Ask(Grant($"{name}-reads", Reads("orders", $"User:{name}")));
        var commands = await Commands(_world.PlanAll);
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.PendingApproval);
        return commands;
    }

    private Task Collect() =>
        new AclWatch(_world.Stores, _world.Get<IAclClusters>(), TimeProvider.System).Look(CancellationToken.None);

    private async Task There(int many)
    {
        var acls = await _world.Acls();
        foreach (var some in Enumerable.Range(0, many).Chunk(AtOnce))
        {
            await acls.Create(
                [
                    .. some.Select(i => new Acl(
                        $"User:app-{i % 700}",
                        AclOperation.Read,
                        AclResource.Topic,
                        AclPattern.Literal,
                        $"topic-{i}"
                    )),
                ],
                Soon,
                CancellationToken.None
            );
        }
    }

    private async Task<int> Collected()
    {
        await using var db = await _world.Open();
        return await db.Set<SeenAcl>()
            .CountAsync(a => db.Set<Cluster>().Any(c => c.Id == a.ClusterId && c.Name == "dev"));
    }

    // Another connection is opened when the pool has none free: that is nobody's cost.
    private static async Task<int> Commands(Func<Task> act) =>
        (await CountedCommands.Of(act)).Count(c => !c.StartsWith("CONNECT", StringComparison.Ordinal));
}
