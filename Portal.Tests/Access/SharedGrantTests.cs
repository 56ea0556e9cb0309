using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>Two grants of one principal hold an ACL together: it stays for as long as one of them does.</summary>
public sealed class SharedGrantTests
{
    private const string Zoe = "User:Zoë “billing”";

    [Fact]
    public async Task What_another_grant_still_holds_stays_when_one_ends_on_the_local_cluster()
    {
        await using var kafka = await LocalKafka.Start(brokers: 1);
        await IsSharedAndNarrowed(kafka.Bootstrap);
    }

    [FullRunFact]
    public async Task What_another_grant_still_holds_stays_when_one_ends_on_real_Kafka()
    {
        await using var kafka = await RealKafka.Start();
        await IsSharedAndNarrowed(kafka.Bootstrap);
    }

    private static async Task IsSharedAndNarrowed(string bootstrap)
    {
        await using var world = await WorkerWorld.On(bootstrap);
        await world.Manage("orders");
        var first = await world.Carry(Grant("first", Reads("orders", Zoe)));
        (await world.View(first)).Row.State.ShouldBe(ChangeState.Applied);
        (await world.AclsOf(Zoe)).Count.ShouldBe(3);

        var writes = Reads("orders", Zoe) with { Mode = AccessMode.Write, Group = null };
        await world.Carry(Grant("second", writes));
        (await world.AclsOf(Zoe)).Count.ShouldBe(4);

        await world.Carry(End("first"));
        (await world.AclsOf(Zoe))
            .Select(acl => acl.Operation)
            .ShouldBe([AclOperation.Describe, AclOperation.Write], ignoreOrder: true);
        await world.Carry(End("second"));
        (await world.AclsOf(Zoe)).ShouldBeEmpty();
    }
}
