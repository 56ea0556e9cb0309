using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.ServiceAccounts;

namespace Portal.Tests.CrashMatrix.ServiceAccounts;

public sealed class ServiceAccountScenarios : IKindScenarios
{
    // A broker may have lost what others still take, so none is taken for gone before its deletion was answered.
    private const string Deletion = "DeleteCredential";

    private static readonly DateTimeOffset Ends = new(TimeProvider.System.GetUtcNow().Date.AddDays(2), TimeSpan.Zero);

    private static readonly DateTimeOffset Later = Ends.AddDays(2);

    public ResourceKind Kind => ServiceAccountKind.Word;

    public IEnumerable<Scenario> Of(Type step, string name) =>
        step.Name switch
        {
            nameof(SetCredential) => [Create(name), UndoCreate(name)],
            nameof(DeleteCredentials) => [Delete(name)],
            nameof(RetireCredential) => [Retire(name)],
            nameof(KeepCredential) => [Keep(name), UndoKeep(name)],
            _ => [],
        };

    public IEnumerable<CellPlan> Strangers(Type step) =>
        step.Name switch
        {
            nameof(SetCredential) or nameof(DeleteCredentials) or nameof(RetireCredential) =>
            [
                new(step, StepDirection.Do, "set and killed", CrashPoint.AfterAct, Set),
            ],
            _ => [],
        };

    private static Scenario Create(string name) =>
        new(
            name,
            nameof(SetCredential),
            StepDirection.Do,
            _ => Task.CompletedTask,
            [ServiceAccountWorlds.Create(name)],
            [nameof(SetCredential)],
            async world => await world.Iterations(name) == 8193
        );

    private static Scenario UndoCreate(string name) =>
        new(
            name,
            nameof(SetCredential),
            StepDirection.Undo,
            _ => Task.CompletedTask,
            [ServiceAccountWorlds.Create(name), ServiceAccountWorlds.Create($"{name}{HookedHandler.Refused}")],
            [nameof(SetCredential), Deletion],
            async world => await world.Iterations(name) is null
        )
        {
            Repeated = Deletion,
        };

    // Both passwords, which Kafka deletes one at a time.
    private static Scenario Delete(string name) =>
        new(
            name,
            nameof(DeleteCredentials),
            StepDirection.Do,
            world => Rotated(world, name),
            [ServiceAccountWorlds.Delete(name)],
            [Deletion, Deletion],
            async world =>
                await world.Iterations(name) is null
                && await world.Iterations(name, CredentialMechanism.ScramSha256) is null
        )
        {
            Repeated = Deletion,
        };

    private static Scenario Keep(string name) =>
        new(
            name,
            nameof(KeepCredential),
            StepDirection.Do,
            world => Rotated(world, name),
            [ServiceAccountWorlds.Update(name, ServiceAccountWorlds.Beside(Later))],
            [],
            async world => await world.FormerEnds(name) == Later
        );

    private static Scenario UndoKeep(string name) =>
        new(
            name,
            nameof(KeepCredential),
            StepDirection.Undo,
            world => Rotated(world, name),
            [
                ServiceAccountWorlds.Update(name, ServiceAccountWorlds.Beside(Later)),
                ServiceAccountWorlds.Create($"{name}{HookedHandler.Refused}"),
            ],
            [],
            async world => await world.FormerEnds(name) == Ends
        );

    private static async Task Rotated(WorkerWorld world, string name)
    {
        await world.Carry(ServiceAccountWorlds.Create(name));
        await world.Carry(ServiceAccountWorlds.Update(name, ServiceAccountWorlds.Beside(Ends)));
    }

    // The first password is the former one: its end leaves the second.
    private static Scenario Retire(string name)
    {
        var rotated = ServiceAccountWorlds.Beside(Ends);
        return new(
            name,
            nameof(RetireCredential),
            StepDirection.Do,
            world => Rotated(world, name),
            [ServiceAccountWorlds.Update(name, rotated.WithoutFormer)],
            [Deletion],
            async world =>
                await world.Iterations(name) is null && await world.Iterations(name, rotated.Mechanism) == 8194
        )
        {
            Repeated = Deletion,
        };
    }

    // Somebody else's password: nobody may take it for the generated one, nor delete it for the one that was to go.
    private static async Task Set(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterAct);
        var credentials = await cell.World.Credentials();
        await credentials.Set(
            cell.Scenario.Name,
            CredentialMechanism.ScramSha512,
            4096,
            "theirs",
            AccessWorlds.Soon,
            CancellationToken.None
        );
        await cell.Dies();
        await cell.AnotherWorker();
        (await cell.Ends(ChangeState.Stuck)).Row.StatusMessage.ShouldNotBeNullOrEmpty();
        (await cell.World.Iterations(cell.Scenario.Name)).ShouldBe(4096);
        await Judgement.Sound(cell);
    }
}
