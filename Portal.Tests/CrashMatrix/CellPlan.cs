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

    /// <summary>What is played, by the name of the resource, where it isn't the scenario of the step alone.</summary>
    public Func<string, Scenario>? Bundle { get; init; }

    /// <summary>Which scenario of the step and way; empty for the plain one.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The step, its way and its scenario, as they head a column.</summary>
    public string Column => $"{Step.Name} {Direction} {Variant}".TrimEnd();

    /// <summary>The next worker dies as well.</summary>
    public bool IsTwice => Happens == CellPlans.Twice;

    /// <summary>Its worker dies at its moment, where it can wait for others to die with.</summary>
    public bool CanWaitToDie => Happens.EndsWith(CellPlans.Once, StringComparison.Ordinal);

    /// <summary>Its worker dies.</summary>
    public bool IsKilled => Happens.Contains(CellPlans.Once, StringComparison.Ordinal);

    /// <summary>The same with a worker that lives in this process, as those of other cells do: nobody dies there.</summary>
    public CellPlan In(WorkerProcess process) =>
        this with
        {
            Play = cell =>
            {
                cell.Shared = process;
                return Play(cell);
            },
        };

    /// <summary>The same with a worker that sleeps through what those of other cells sleep through. A cell that has failed is waited for no more.</summary>
    public CellPlan Sleeping(SharedSleep sleep) =>
        this with
        {
            Missing = () => sleep.Join().Dispose(),
            Play = async cell =>
            {
                using var seat = sleep.Join();
                (cell.Shared, cell.Sleep) = (sleep.Process, seat);
                await Play(cell);
            },
        };

    /// <summary>The same with workers that share these deaths with those of other cells. A cell that has failed is waited for no more.</summary>
    public CellPlan Dying(params SharedDeath[] deaths) =>
        this with
        {
            Missing = () => Array.ForEach(deaths, death => death.Join().Dispose()),
            Play = async cell =>
            {
                List<SharedDeath.Seat> seats = [.. deaths.Select(death => death.Join())];
                cell.DiesWith(seats);
                try
                {
                    await Play(cell);
                }
                finally
                {
                    seats.ForEach(seat => seat.Dispose());
                }
            },
        };

    public override string ToString() => $"{Column}: {Happens} {Point}";
}

/// <summary>The cells that every kind of step gets.</summary>
public static class CellPlans
{
    internal const string Once = "killed";
    internal const string Twice = "killed twice";

    // More stores and hosts at a time would only wait for one another.
    private const int DieTogether = 16;

    // They live in one process however many they are, and who is there first waits for the others with a short lease.
    private const int SleepTogether = 6;

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
            select new CellPlan(step, way.Direction, happens, point, cell => Kill(cell, point, happens == Twice))
            {
                Variant = way.Variant,
            }
        )
            .Where(which)
            .Together();

    /// <summary>The same in a change of a topic and its schema, at the steps of both.</summary>
    public static IEnumerable<IReadOnlyList<CellPlan>> KilledBundles(Func<CellPlan, bool> which) =>
        (
            from step in BundleScenarios.Steps
            from way in Enum.GetValues<StepDirection>()
            from point in Points
            select new CellPlan(step, way, $"bundle {Once}", point, cell => Kill(cell, point, again: false))
            {
                Bundle = name => BundleScenarios.Of(step, way, name),
            }
        )
            .Where(which)
            .Together();

    /// <summary>In groups to be played together: their workers live in one process and die its death.</summary>
    public static IEnumerable<IReadOnlyList<CellPlan>> Together(this IEnumerable<CellPlan> cells) =>
        cells.Where(Matrix.IsPlayed).Chunk(DieTogether).Select(Together);

    /// <summary>In groups to be played together: their workers live in this process and sleep through the same.</summary>
    public static IEnumerable<IReadOnlyList<CellPlan>> Asleep(
        this IEnumerable<CellPlan> cells,
        WorkerProcess process
    ) => cells.Where(Matrix.IsPlayed).Chunk(SleepTogether).Select(group => OneSleep(group, process));

    private static IReadOnlyList<CellPlan> OneSleep(CellPlan[] cells, WorkerProcess process)
    {
        var sleep = new SharedSleep(process, cells.Length);
        return [.. cells.Select(plan => plan.Sleeping(sleep))];
    }

    private static IReadOnlyList<CellPlan> Together(CellPlan[] cells)
    {
        var first = new SharedDeath(cells.Length);
        var second = new SharedDeath(cells.Count(cell => cell.IsTwice));
        return [.. cells.Select(plan => plan.Dying(plan.IsTwice ? [first, second] : [first]))];
    }

    public static IEnumerable<CellPlan> Frozen(Type step) =>
        from way in Scenario.Ways(step)
        from point in Points[..3]
        select new CellPlan(step, way.Direction, "frozen", point, cell => Freeze(cell, point))
        {
            Variant = way.Variant,
        };

    public static IEnumerable<CellPlan> Cuts(Type step) =>
        from way in Scenario.Ways(step)
        from point in new[] { CrashPoint.BeforeIntent, CrashPoint.AfterAct }
        from cut in Enum.GetValues<Cut>()
        select new CellPlan(
            step,
            way.Direction,
            $"store cut {cut} commit".ToLowerInvariant(),
            point,
            cell => CutAt(cell, point, cut)
        )
        {
            Variant = way.Variant,
        };

    private static async Task Kill(Cell cell, CrashPoint point, bool again)
    {
        await cell.DiesAt(new(cell.Scenario.Kind, cell.Scenario.Direction, point));
        if (again)
        {
            await cell.DiesAt(Next(cell.Scenario, point));
        }

        await cell.AnotherWorker();
        await Judgement.Full(cell);
    }

    // Where the next owner comes by on its way from there.
    private static Moment Next(Scenario scenario, CrashPoint point) =>
        point switch
        {
            CrashPoint.AfterDone when scenario.Direction == StepDirection.Undo || scenario.IsOverWhenDone =>
                Moment.TheClaim,
            // What it waited for has come while others were dying: nobody acts again.
            CrashPoint.AfterIntent when scenario.OnlyWaits => Moment.TheClaim,
            CrashPoint.BeforeIntent => new(scenario.Kind, scenario.Direction, point),
            _ => new(scenario.Kind, scenario.Direction, point + 1),
        };

    private static async Task Freeze(Cell cell, CrashPoint point)
    {
        var sleeper = await cell.ForgetfulWorkerAt(point);
        var fence = await cell.Fence();
        await (cell.Sleep?.Begins() ?? sleeper.Process.Freeze());
        (await cell.Fence()).ShouldBe(fence, "its lease was over before it slept");
        await cell.AnotherWorker();
        await cell.Ends();
        await (cell.Sleep?.IsOver() ?? sleeper.Process.Thaw());
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
