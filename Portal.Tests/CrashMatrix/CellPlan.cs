using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix;

/// <summary>A cell of the matrix: what happens at which moment, and how it is played.</summary>
public sealed record CellPlan(
    Type Step,
    StepDirection Direction,
    string Happens,
    CrashPoint Point,
    Func<Cell, Task> Play
)
{
    /// <summary>What the other cells of its group are relieved of when it can't even begin: nobody waits for it.</summary>
    public Action Missing { get; init; } = () => { };

    /// <summary>The next worker dies as well.</summary>
    public bool IsTwice => Happens == CellPlans.Twice;

    public override string ToString() => $"{Step.Name} {Direction}: {Happens} {Point}";
}

/// <summary>The cells that every kind of step gets.</summary>
public static class CellPlans
{
    private const string Once = "killed";
    internal const string Twice = "killed twice";

    // More stores and hosts at a time would only wait for one another.
    private const int DieTogether = 8;

    private static readonly CrashPoint[] Points =
    [
        CrashPoint.BeforeIntent,
        CrashPoint.AfterIntent,
        CrashPoint.AfterAct,
        CrashPoint.AfterDone,
    ];

    /// <summary>In groups to be played together: the workers of a group die one death.</summary>
    public static IEnumerable<IReadOnlyList<CellPlan>> Killed(IEnumerable<Type> steps, Func<CellPlan, bool> which) =>
        (
            from step in steps
            from way in Scenario.Ways(step)
            from point in Points
            from happens in new[] { Once, Twice }
            select new CellPlan(step, way, happens, point, Alone)
        )
            .Where(cell => Matrix.IsPlayed(cell) && which(cell))
            .Chunk(DieTogether)
            .Select(Together);

    private static Task Alone(Cell cell) =>
        throw new InvalidOperationException($"{cell.Scenario.Kind}: this cell is played in a group.");

    private static IReadOnlyList<CellPlan> Together(CellPlan[] cells)
    {
        var first = new SharedDeath(cells.Length);
        var second = new SharedDeath(cells.Count(cell => cell.Happens == Twice));
        return
        [
            .. cells.Select(plan =>
                plan with
                {
                    Play = cell => Kill(cell, plan.Point, Deaths(plan)),
                    Missing = () => Array.ForEach(Deaths(plan), death => death.Join().Dispose()),
                }
            ),
        ];

        SharedDeath[] Deaths(CellPlan plan) => plan.Happens == Once ? [first] : [first, second];
    }

    public static IEnumerable<CellPlan> Frozen(Type step) =>
        from way in Scenario.Ways(step)
        from point in Points[..3]
        select new CellPlan(step, way, "frozen", point, cell => Freeze(cell, point));

    public static IEnumerable<CellPlan> Cuts(Type step) =>
        from way in Scenario.Ways(step)
        from point in new[] { CrashPoint.BeforeIntent, CrashPoint.AfterAct }
        from cut in Enum.GetValues<Cut>()
        select new CellPlan(
            step,
            way,
            $"store cut {cut} commit".ToLowerInvariant(),
            point,
            cell => CutAt(cell, point, cut)
        );

    private static async Task Kill(Cell cell, CrashPoint point, SharedDeath[] deaths)
    {
        List<SharedDeath.Seat> seats = [.. deaths.Select(death => death.Join())];
        try
        {
            var moment = new Moment(cell.Scenario.Kind, cell.Scenario.Direction, point);
            foreach (var seat in seats)
            {
                await cell.DiesAt(moment, seat);
                moment = Next(cell.Scenario, point);
            }
        }
        finally
        {
            seats.ForEach(seat => seat.Dispose());
        }

        await cell.AnotherWorker();
        await Judgement.Full(cell);
    }

    // Where the next owner comes by on its way from there.
    private static Moment Next(Scenario scenario, CrashPoint point) =>
        point switch
        {
            CrashPoint.AfterDone when scenario.Direction == StepDirection.Undo => Moment.TheClaim,
            CrashPoint.BeforeIntent => new(scenario.Kind, scenario.Direction, point),
            _ => new(scenario.Kind, scenario.Direction, point + 1),
        };

    private static async Task Freeze(Cell cell, CrashPoint point)
    {
        var sleeper = await cell.ForgetfulWorkerAt(point);
        await sleeper.Process.Freeze();
        await cell.AnotherWorker();
        await cell.Ends();
        await sleeper.Process.Thaw();
        await cell.GoesOn(sleeper);
        await sleeper.HasCarried();
        await Judgement.Full(cell);
    }

    private static async Task CutAt(Cell cell, CrashPoint point, Cut cut)
    {
        using var cutter = new CommitCutter(cell.World.Store);
        var worker = await cell.ForgetfulWorkerAt(point, cutter.Store);
        cutter.Arm(cut);
        await cell.GoesOn(worker);
        await Deadline.Until(() => cutter.HasCut);
        await Judgement.Full(cell);
    }
}
