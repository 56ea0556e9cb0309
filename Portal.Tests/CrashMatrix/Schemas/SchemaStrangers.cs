using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Tests.Schemas;

namespace Portal.Tests.CrashMatrix.Schemas;

/// <summary>Somebody changes the same subject while a worker is at it.</summary>
internal static class SchemaStrangers
{
    private static readonly string Theirs = SchemaWorlds.Order("id", SchemaWorlds.Optional("theirs"));

    public static IEnumerable<CellPlan> Cells(Type step) =>
        step.Name switch
        {
            nameof(RegisterSchema) =>
            [
                new(step, StepDirection.Do, "another registered", CrashPoint.BeforeIntent, AnotherBefore),
                new(step, StepDirection.Do, "registered on top and killed", CrashPoint.AfterAct, OnTop),
                new(step, StepDirection.Undo, "registered on top", CrashPoint.BeforeIntent, OnTopOfUndo),
            ],
            nameof(SetCompatibility) =>
            [
                Level(step, StepDirection.Do, CrashPoint.BeforeIntent, ChangeState.Stale),
                Level(step, StepDirection.Do, CrashPoint.AfterIntent, ChangeState.Stuck),
                Level(step, StepDirection.Undo, CrashPoint.BeforeIntent, ChangeState.Stuck),
            ],
            nameof(DeleteSubject) =>
            [
                new(step, StepDirection.Do, "another registered", CrashPoint.BeforeIntent, AnotherStays),
                new(step, StepDirection.Do, "registered on top and killed", CrashPoint.AfterIntent, OnTopOfDelete),
                new(step, StepDirection.Do, "registered anew and killed", CrashPoint.AfterAct, Anew),
                new(step, StepDirection.Do, "deleted the newest and killed", CrashPoint.AfterIntent, OnlyTheNewest),
            ],
            nameof(DeleteVersion) =>
            [
                new(step, StepDirection.Do, "registered on top and killed", CrashPoint.AfterIntent, OnTopOfVersion),
                new(step, StepDirection.Undo, "registered meanwhile", CrashPoint.BeforeIntent, OnTopOfUndo),
            ],
            _ => [],
        };

    // What became the newest meanwhile stays, and so does the version that nobody deletes under it.
    private static async Task OnTopOfVersion(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterIntent);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.Dies();
        await cell.AnotherWorker();
        await IsStuck(cell, theirs);
        (await Versions(cell)).ShouldBe([1, 2, theirs.Version]);
    }

    // A registry takes ours after theirs: nobody approved that, so a person decides.
    private static async Task AnotherBefore(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.GoesOn(worker);
        await IsStuck(cell, theirs);
    }

    private static async Task OnTop(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterAct);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.Dies();
        await cell.AnotherWorker();
        await IsStuck(cell, theirs);
    }

    private static async Task OnTopOfUndo(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.GoesOn(worker);
        await IsStuck(cell, theirs);
    }

    // Nobody approved deleting theirs, so nothing is deleted.
    private static async Task AnotherStays(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.GoesOn(worker);
        await cell.Ends(ChangeState.RolledBack);
        (await Versions(cell)).ShouldBe([1, 2, theirs.Version]);
        await Judgement.Sound(cell);
    }

    // The subject is still there, with a version that this change was to delete.
    private static async Task OnlyTheNewest(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterIntent);
        var registry = await cell.World.Registry();
        await registry.DeleteVersion(cell.Scenario.Name, 2, SchemaWorlds.Soon, CancellationToken.None);
        await cell.Dies();
        await cell.AnotherWorker();
        (await cell.Ends(ChangeState.Stuck)).Row.StatusMessage.ShouldNotBeNullOrEmpty();
        (await Versions(cell)).ShouldBe([1]);
        await Judgement.Sound(cell);
    }

    private static async Task<IReadOnlyList<int>> Versions(Cell cell) =>
        await (await cell.World.Registry()).Versions(cell.Scenario.Name, CancellationToken.None);

    private static async Task OnTopOfDelete(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterIntent);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.Dies();
        await cell.AnotherWorker();
        await IsStuck(cell, theirs);
    }

    private static async Task Anew(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterAct);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.Dies();
        await cell.AnotherWorker();
        await cell.Ends();
        await IsThere(cell, theirs);
    }

    private static CellPlan Level(Type step, StepDirection way, CrashPoint point, ChangeState end) =>
        new(
            step,
            way,
            "set and killed",
            point,
            async cell =>
            {
                await cell.WorkerAt(point);
                var registry = await cell.World.Registry();
                var theirs = CompatibilityLevel.ForwardTransitive;
                await registry.SetLevel(cell.Scenario.Name, theirs, SchemaWorlds.Soon, CancellationToken.None);
                await cell.Dies();
                await cell.AnotherWorker();
                (await cell.Ends(end)).Row.StatusMessage.ShouldNotBeNullOrEmpty();
                (await cell.World.LiveSchema(cell.Scenario.Name))!.Level.ShouldBe(theirs);
                await Judgement.Sound(cell);
            }
        );

    private static async Task IsStuck(Cell cell, SchemaVersion theirs)
    {
        (await cell.Ends(ChangeState.Stuck)).Row.StatusMessage.ShouldNotBeNullOrEmpty();
        await IsThere(cell, theirs);
    }

    private static async Task IsThere(Cell cell, SchemaVersion theirs)
    {
        var registry = await cell.World.Registry();
        (await registry.Version(cell.Scenario.Name, theirs.Version, false, CancellationToken.None)).ShouldNotBeNull();
        await Judgement.Sound(cell);
    }
}
