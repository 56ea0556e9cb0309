using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix;

/// <summary>
/// The engine's only broker dies around an act, and comes back later. The cells of one point share a death, on an engine
/// that nobody else uses.
/// </summary>
public static class EngineDown
{
    private static readonly TimeSpan Noticed = TimeSpan.FromMinutes(2);

    /// <summary>A group of cells for each point, to be played side by side, all of a group at once.</summary>
    /// <param name="process">Where their workers live: nobody dies but the engine.</param>
    public static IEnumerable<IReadOnlyList<CellPlan>> Rounds(
        IReadOnlyList<Type> steps,
        IWireEngine engine,
        WorkerProcess process,
        Func<CellPlan, bool> which
    ) =>
        new (string Happens, CrashPoint Point)[]
        {
            ("engine gone before", CrashPoint.BeforeIntent),
            ("engine gone during", CrashPoint.AfterIntent),
            ("engine gone after", CrashPoint.AfterAct),
        }.Select(moment => Round(steps, engine, process, which, moment.Happens, moment.Point));

    private static IReadOnlyList<CellPlan> Round(
        IReadOnlyList<Type> steps,
        IWireEngine engine,
        WorkerProcess process,
        Func<CellPlan, bool> which,
        string happens,
        CrashPoint point
    )
    {
        Outage outage = null!;
        List<CellPlan> cells =
        [
            .. steps
                .SelectMany(
                    Scenario.Ways,
                    (step, way) =>
                        new CellPlan(step, way.Direction, happens, point, cell => Play(cell, point, outage.Join()))
                        {
                            Variant = way.Variant,
                            Missing = () => outage.Join().Dispose(),
                        }.In(process)
                )
                .Where(cell => which(cell) && Matrix.IsPlayed(cell)),
        ];
        outage = new Outage(engine, cells.Count);
        return cells;
    }

    private static async Task Play(Cell cell, CrashPoint point, Outage.Seat outage)
    {
        using (outage)
        {
            var worker = await cell.WorkerAt(point);
            await outage.Dies();
            await cell.GoesOn(worker);
            await Deadline.Until(
                async () =>
                    await cell.World.View(cell.Change) is var view
                    && (view.Run!.FirstFailedAt is not null || view.Row.State == cell.Scenario.End),
                Noticed
            );
            await outage.ComesBack();
        }

        await cell.Ends();
        await Deadline.Until(() => cell.Scenario.EndsWell(cell.World), Noticed);
        await Judgement.Sound(cell);
    }
}
