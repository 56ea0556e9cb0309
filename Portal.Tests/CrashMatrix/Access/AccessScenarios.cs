using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Tests.Access;
using Portal.Tests.Applying;

namespace Portal.Tests.CrashMatrix.Access;

public sealed class AccessScenarios : IKindScenarios
{
    // What the ledger has is deleted once more until it is written down as gone, whatever the cluster shows.
    private const string Deletion = "DeleteAcls";

    public ResourceKind Kind => AccessKind.Word;

    public IEnumerable<Scenario> Of(Type step, string name) =>
        step.Name switch
        {
            nameof(GrantAccess) => [Grant(name), UndoGrant(name)],
            nameof(RevokeAccess) => [Revoke(name), UndoRevoke(name)],
            nameof(RemoveAcls) => [Remove(name)],
            _ => [],
        };

    public IEnumerable<CellPlan> Strangers(Type step) =>
        step.Name switch
        {
            nameof(GrantAccess) => [new(step, StepDirection.Do, "removed and killed", CrashPoint.AfterAct, Removed)],
            nameof(RevokeAccess) =>
            [
                new(step, StepDirection.Do, "made again and killed", CrashPoint.AfterAct, MadeAgain),
            ],
            nameof(RemoveAcls) =>
            [
                new(step, StepDirection.Do, "made again and killed", CrashPoint.AfterAct, MadeAndRemoved),
                new(step, StepDirection.Do, "granted and killed", CrashPoint.AfterAct, GrantedThen),
            ],
            _ => [],
        };

    private static Scenario Grant(string name) =>
        new(
            name,
            nameof(GrantAccess),
            StepDirection.Do,
            world => world.Manage(name),
            [AccessWorlds.Grant(name, Reads(name))],
            ["CreateAcls"],
            async world => (await world.AclsOf(Principal(name))).Count == 3
        );

    private static Scenario UndoGrant(string name) =>
        new(
            name,
            nameof(GrantAccess),
            StepDirection.Undo,
            world => world.Manage(name),
            [AccessWorlds.Grant(name, Reads(name)), AccessWorlds.Grant(Refused(name), Reads(name))],
            ["CreateAcls", Deletion],
            async world => (await world.AclsOf(Principal(name))).Count == 0
        )
        {
            Repeated = Deletion,
        };

    private static Scenario Revoke(string name) =>
        new(
            name,
            nameof(RevokeAccess),
            StepDirection.Do,
            world => Granted(world, name, name),
            [AccessWorlds.End(name)],
            [Deletion],
            async world => (await world.AclsOf(Principal(name))).Count == 0
        )
        {
            Repeated = Deletion,
        };

    // Nobody's: made behind the portal's back.
    private static Scenario Remove(string name) =>
        new(
            name,
            nameof(RemoveAcls),
            StepDirection.Do,
            async world =>
            {
                await world.Manage(name);
                await world.Make(Unmanaged(name));
            },
            [AclRemoval.Draft("dev", [Unmanaged(name)]) with { Name = name }],
            [Deletion],
            async world => (await world.AclsOf(Principal(name))).Count == 0
        );

    private static Acl Unmanaged(string name) =>
        new(Principal(name), AclOperation.Read, AclResource.Topic, AclPattern.Literal, name);

    // Each has a principal of its own: what the other still holds would stay.
    private static Scenario UndoRevoke(string name) =>
        new(
            name,
            nameof(RevokeAccess),
            StepDirection.Undo,
            world => Granted(world, name, name, Refused(name)),
            [AccessWorlds.End(name), AccessWorlds.End(Refused(name))],
            [Deletion, "CreateAcls"],
            async world => (await world.AclsOf(Principal(name))).Count == 3
        )
        {
            Repeated = Deletion,
        };

    // It was approved, and somebody took it away in the same moment: it is made again.
    private static async Task Removed(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterAct);
        var theirs = (await cell.World.AclsOf(Principal(cell.Scenario.Name)))[0];
        await cell.World.Remove(theirs);
        await cell.Dies();
        await cell.AnotherWorker();
        await cell.Ends();
        (await cell.World.AclsOf(Principal(cell.Scenario.Name))).Count.ShouldBe(3);
        await Judgement.Sound(cell);
    }

    // What somebody makes once ours is gone is his.
    private static async Task MadeAgain(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterAct);
        var theirs = new Acl(
            Principal(cell.Scenario.Name),
            AclOperation.Read,
            AclResource.Topic,
            AclPattern.Literal,
            cell.Scenario.Name
        );
        await cell.World.Make(theirs);
        await cell.Dies();
        await cell.AnotherWorker();
        await cell.Ends();
        (await cell.World.AclsOf(Principal(cell.Scenario.Name))).ShouldBe([theirs]);
        await Judgement.Sound(cell);
    }

    // Its removal was approved and isn't done yet, whoever makes it again: it is removed once more.
    private static async Task MadeAndRemoved(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterAct);
        await cell.World.Make(Unmanaged(cell.Scenario.Name));
        await cell.Dies();
        await cell.AnotherWorker();
        await cell.Ends();
        (await cell.World.AclsOf(Principal(cell.Scenario.Name))).ShouldBeEmpty();
        await Judgement.Sound(cell);
    }

    // What a grant holds by then is the grant's, and nobody approved taking that away.
    private static async Task GrantedThen(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterAct);
        var name = cell.Scenario.Name;
        await Held(cell, name);
        await cell.Dies();
        await cell.AnotherWorker();
        (await cell.Ends(ChangeState.Stuck)).Row.StatusMessage.ShouldNotBeNull().ShouldContain("belongs to a grant");
        (await cell.World.AclsOf(Principal(name))).ShouldBe([Unmanaged(name)]);
        await Judgement.Sound(cell);
    }

    // As a grant's own run leaves it.
    private static async Task Held(Cell cell, string name)
    {
        await using var db = await cell.World.Open();
        var grant = new AccessGrant
        {
            ClusterId = db.Set<Core.Clusters.Cluster>().Single(c => c.Name == "dev").Id,
            Name = $"{name}.theirs",
            Principal = Principal(name),
            Topic = name,
            RunId = (await cell.World.View(cell.Change)).Run!.Id,
            GrantedAt = TimeProvider.System.GetUtcNow(),
        };
        db.Add(grant);
        await db.SaveChangesAsync();
        db.Add(AccessAcl.Of(grant.Id, Unmanaged(name), adopted: false));
        await db.SaveChangesAsync();
        await cell.World.Make(Unmanaged(name));
    }

    private static async Task Granted(WorkerWorld world, string topic, params string[] grants)
    {
        await world.Manage(topic);
        foreach (var grant in grants)
        {
            await world.Carry(AccessWorlds.Grant(grant, Reads(topic, grant)));
        }
    }

    private static AccessSpec Reads(string name) => Reads(name, name);

    // Groups of its own: cells that play side by side share a cluster, and a prefix that reaches another's groups needs an override.
    private static AccessSpec Reads(string topic, string who) =>
        AccessWorlds.Reads(topic, Principal(who)) with
        {
            Group = $"{who}-",
        };

    private static string Principal(string name) => $"User:{name}";

    private static string Refused(string name) => $"{name}{HookedHandler.Refused}";
}
