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
                new(step, StepDirection.Undo, "registered anew", CrashPoint.BeforeIntent, AnewBeforeUndo),
            ],
            _ => [],
        };

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
        var worker = await cell.WorkerAt(CrashPoint.AfterAct);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.Kill(worker);
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

    // What was approved goes, and theirs stays.
    private static async Task AnotherStays(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.GoesOn(worker);
        await cell.Ends();
        await IsThere(cell, theirs);
    }

    private static async Task OnTopOfDelete(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.AfterIntent);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.Kill(worker);
        await cell.AnotherWorker();
        await IsStuck(cell, theirs);
    }

    private static async Task Anew(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.AfterAct);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.Kill(worker);
        await cell.AnotherWorker();
        await cell.Ends();
        await IsThere(cell, theirs);
    }

    private static async Task AnewBeforeUndo(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        var theirs = await cell.World.RegisterBehindUs(cell.Scenario.Name, Theirs);
        await cell.GoesOn(worker);
        await IsStuck(cell, theirs);
    }

    private static CellPlan Level(Type step, StepDirection way, CrashPoint point, ChangeState end) =>
        new(
            step,
            way,
            "set and killed",
            point,
            async cell =>
            {
                var worker = await cell.WorkerAt(point);
                var registry = await cell.World.Registry();
                var theirs = CompatibilityLevel.ForwardTransitive;
                await registry.SetLevel(cell.Scenario.Name, theirs, SchemaWorlds.Soon, CancellationToken.None);
                await cell.Kill(worker);
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
        (await registry.Version(cell.Scenario.Name, theirs.Version, CancellationToken.None)).ShouldNotBeNull();
        await Judgement.Sound(cell);
    }
}
