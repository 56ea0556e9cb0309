using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix;

/// <summary>The engine's only broker dies around an act, and comes back later. These cells have an engine of their own.</summary>
public static class EngineDown
{
    public static IEnumerable<CellPlan> Cells(Type step, Func<Cell, IWireEngine> engine) =>
        from way in Scenario.Ways(step)
        from moment in new (string Happens, CrashPoint Point)[]
        {
            ("engine gone before", CrashPoint.BeforeIntent),
            ("engine gone during", CrashPoint.AfterIntent),
            ("engine gone after", CrashPoint.AfterAct),
        }
        select new CellPlan(step, way, moment.Happens, moment.Point, cell => Play(cell, moment.Point, engine(cell)));

    private static async Task Play(Cell cell, CrashPoint point, IWireEngine engine)
    {
        var worker = await cell.WorkerAt(point);
        await engine.Kill();
        await worker.GoOn();
        await Deadline.Until(async () =>
            await cell.World.View(cell.Change) is var view
            && (view.Run!.FirstFailedAt is not null || view.Row.State == cell.Scenario.End)
        );
        await engine.Respawn();
        await cell.Ends();
        await Deadline.Until(
            async () => cell.Scenario.EndsWell(await cell.World.Live(cell.Scenario.Topic)),
            TimeSpan.FromMinutes(1)
        );
        await Judgement.Sound(cell);
    }
}
