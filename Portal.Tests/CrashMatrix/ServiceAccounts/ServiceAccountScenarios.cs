using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Access;
using Portal.Tests.ServiceAccounts;

namespace Portal.Tests.CrashMatrix.ServiceAccounts;

public sealed class ServiceAccountScenarios : IKindScenarios
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public IEnumerable<Scenario> Of(Type step, string name) =>
        step.Name switch
        {
            nameof(SetCredential) => [Create(name), UndoCreate(name)],
            nameof(DeleteCredentials) => [Delete(name)],
            _ => [],
        };

    public IEnumerable<CellPlan> Strangers(Type step) =>
        step.Name switch
        {
            nameof(SetCredential) => [new(step, StepDirection.Do, "set and killed", CrashPoint.AfterAct, Set)],
            nameof(DeleteCredentials) => [],
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
            [nameof(SetCredential), "DeleteCredential"],
            async world => await world.Iterations(name) is null
        );

    private static Scenario Delete(string name) =>
        new(
            name,
            nameof(DeleteCredentials),
            StepDirection.Do,
            world => world.Carry(ServiceAccountWorlds.Create(name)),
            [ServiceAccountWorlds.Delete(name)],
            ["DeleteCredential"],
            async world => await world.Iterations(name) is null
        );

    // Somebody else's password: nobody may take it for the generated one.
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
