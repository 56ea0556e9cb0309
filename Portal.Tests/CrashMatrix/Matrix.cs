using System.Text;
using Portal.Workers.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>A cell's outcome; no words: it is green.</summary>
public sealed record Played(CellPlan Cell, string? Red);

/// <summary>Cells, from the handlers that the product registers, played on one engine.</summary>
public sealed class Matrix(IWireEngine engine, Sabotage sabotage = Sabotage.None)
{
    private const int LongestWords = 400;

    // While working on one kind of step: only the cells whose name has this in it.
    private static readonly string Only = Environment.GetEnvironmentVariable("PORTAL_MATRIX_CELLS") ?? "";

    // Of all the classes of the matrix together: more would only wait for one another.
    private static readonly SemaphoreSlim SideBySide = new(6);
    private static readonly SemaphoreSlim GroupsSideBySide = new(1);
    private static readonly SemaphoreSlim SleepsSideBySide = new(1);
    private static int _cells;

    /// <summary>The kinds of steps that the product's handlers know.</summary>
    public static IReadOnlyList<Type> Steps { get; } =
    [
        .. typeof(IStepHandler)
            .Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false })
            .SelectMany(type => type.GetInterfaces())
            .Where(known => known.IsGenericType && known.GetGenericTypeDefinition() == typeof(IStepHandler<>))
            .Select(known => known.GetGenericArguments()[0])
            .OrderBy(kind => kind.Name, StringComparer.Ordinal),
    ];

    /// <summary>Those of the kinds that live on this engine.</summary>
    public static IReadOnlyList<Type> StepsOf(IWireEngine engine) =>
        [.. Steps.Where(step => engine.Kinds.Contains(Scenario.KindOf(step)) && engine.Takes(step))];

    /// <summary>One kind of step on this engine, which goes both ways: for what the store decides, not the step.</summary>
    public static IReadOnlyList<Type> OneStep(IWireEngine engine) =>
        [StepsOf(engine).First(step => Scenario.Ways(step).DistinctBy(way => way.Direction).Count() == 2)];

    /// <summary>The others.</summary>
    public static IReadOnlyList<Type> OtherSteps(IWireEngine engine) => [.. StepsOf(engine).Except(OneStep(engine))];

    /// <summary>As many at a time as the machine bears.</summary>
    public Task<IReadOnlyList<Played>> Play(IEnumerable<CellPlan> plans) =>
        All(
            plans.Where(IsPlayed),
            async plan =>
            {
                await SideBySide.WaitAsync();
                try
                {
                    return await Play(plan);
                }
                finally
                {
                    SideBySide.Release();
                }
            }
        );

    /// <summary>Group after group, all cells of a group at once, because they wait for one another.</summary>
    public Task<IReadOnlyList<Played>> PlayTogether(IEnumerable<IReadOnlyList<CellPlan>> groups) =>
        PlayTogether(groups, GroupsSideBySide);

    /// <summary>The same of those that sleep, beside the others: most of the time they wait for a lease to run out.</summary>
    public Task<IReadOnlyList<Played>> PlayAsleep(IEnumerable<IReadOnlyList<CellPlan>> groups) =>
        PlayTogether(groups, SleepsSideBySide);

    private async Task<IReadOnlyList<Played>> PlayTogether(
        IEnumerable<IReadOnlyList<CellPlan>> groups,
        SemaphoreSlim sideBySide
    )
    {
        var played = new List<Played>();
        foreach (var group in groups)
        {
            await sideBySide.WaitAsync();
            try
            {
                played.AddRange(await All(group, Play));
            }
            finally
            {
                sideBySide.Release();
            }
        }

        return played;
    }

    public static bool IsPlayed(CellPlan plan) => plan.ToString().Contains(Only, StringComparison.OrdinalIgnoreCase);

    private static async Task<IReadOnlyList<Played>> All(
        IEnumerable<CellPlan> plans,
        Func<CellPlan, Task<Played>> play
    ) => [.. (await Task.WhenAll(plans.Select(play))).OrderBy(p => p.Cell.ToString(), StringComparer.Ordinal)];

    private async Task<Played> Play(CellPlan plan)
    {
        try
        {
            var name = $"matrix.c{Interlocked.Increment(ref _cells)}";
            var scenario = plan.Bundle?.Invoke(name) ?? Scenario.Of(plan.Step, new(plan.Direction, plan.Variant), name);
            await using var cell = await Begun(plan, scenario);
            await plan.Play(cell);
            return new Played(plan, null);
        }
        catch (Exception red)
        {
            var words = red.Message.ReplaceLineEndings(" ");
            return new Played(plan, $"{words[..Math.Min(words.Length, LongestWords)]} {engine.LastWords}");
        }
    }

    private async Task<Cell> Begun(CellPlan plan, Scenario scenario)
    {
        try
        {
            return await Cell.Begin(engine, scenario, sabotage);
        }
        catch
        {
            plan.Missing();
            throw;
        }
    }

    /// <summary>The cells as a table: a row for each thing that happens, a column for each step and way.</summary>
    public static string Table(IReadOnlyList<Played> played)
    {
        var columns = played.Select(p => p.Cell.Column).Distinct().Order(StringComparer.Ordinal).ToList();
        var table = new StringBuilder();
        table.Append($"{"", -44}").AppendJoin("", columns.Select(c => $"{c, -26}")).AppendLine();
        foreach (
            var row in played
                .GroupBy(p => $"{p.Cell.Happens}, {p.Cell.Point}")
                .OrderBy(r => r.Key, StringComparer.Ordinal)
        )
        {
            var marks = columns.Select(c => row.FirstOrDefault(p => p.Cell.Column == c));
            table.Append($"{row.Key, -44}").AppendJoin("", marks.Select(p => $"{Mark(p), -26}")).AppendLine();
        }

        table.AppendLine($"{played.Count(p => p.Red is null)} of {played.Count} cells green");
        return table
            .AppendJoin('\n', played.Where(p => p.Red is not null).Select(p => $"{p.Cell}: {p.Red}"))
            .ToString();
    }

    private static string Mark(Played? played) =>
        played switch
        {
            null => "·",
            { Red: null } => "green",
            _ => "RED",
        };
}
