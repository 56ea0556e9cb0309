using Portal.Core.Changes.Runs;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>The matrix proves itself: without one of the product's safeties it is red, for the reason that this one is there.</summary>
public sealed class SabotageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Sabotage.Fence, "Additional Info:     intents")]
    [InlineData(Sabotage.Observe, "Additional Info:     acts")]
    [InlineData(Sabotage.Intent, "Additional Info:     an intent comes first")]
    public async Task Taking_a_safety_out_turns_the_matrix_red(Sabotage sabotage, string forThisReason)
    {
        // Two moments are enough to notice: a former owner that wakes up, and an act whose end nobody wrote down.
        var cells =
            from step in new[] { typeof(CreateTopic), typeof(AlterConfigs) }
            from cell in CellPlans.Killed(step).Concat(CellPlans.Frozen(step))
            where cell.Direction == StepDirection.Do
            where
                cell
                    is { Point: CrashPoint.BeforeIntent, Happens: "frozen" }
                        or { Point: CrashPoint.AfterAct, Happens: "killed" }
            select cell;
        var played = await new Matrix(await SharedEngines.Local, sabotage).Play(cells);
        MatrixTable.Show(played, $"without-{sabotage}", output);
        played
            .Where(p => p.Red?.Contains(forThisReason, StringComparison.Ordinal) == true)
            .ShouldNotBeEmpty($"no cell noticed that {sabotage} was taken out");
    }
}
