using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>
/// Whatever dies in the middle of a change, nothing is lost and nothing is done twice, or a person is told. Real worker
/// processes, kill -9, over the wire; on the local cluster always, on Apache Kafka where it is.
/// </summary>
public sealed class CrashMatrixTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_doubled_on_the_local_cluster() =>
        await All(LocalEngine.Start, "local");

    [EngineFact]
    public async Task Nothing_is_lost_and_nothing_is_doubled_on_real_Kafka() => await All(RealEngine.Start, "kafka");

    [Theory]
    [InlineData(Sabotage.Fence, "Additional Info:     intents")]
    [InlineData(Sabotage.Observe, "Additional Info:     acts")]
    [InlineData(Sabotage.Intent, "Additional Info:     an intent comes first")]
    public async Task Taking_a_safety_out_turns_the_matrix_red(Sabotage sabotage, string forThisReason)
    {
        await using var engine = await LocalEngine.Start();
        // Two moments are enough to notice: a former owner that wakes up, and an act whose end nobody wrote down.
        var cells =
            from step in new[] { typeof(Step.CreateTopic), typeof(Step.AlterConfigs) }
            from cell in CellPlans.Killed(step).Concat(CellPlans.Frozen(step))
            where cell.Direction == StepDirection.Do
            where
                cell
                    is { Point: CrashPoint.BeforeIntent, Happens: "frozen" }
                        or { Point: CrashPoint.AfterAct, Happens: "killed" }
            select cell;
        var played = await new Matrix(engine, sabotage).Play(cells);
        Tell(Matrix.Table(played), $"without-{sabotage}");
        played
            .Where(p => p.Red?.Contains(forThisReason, StringComparison.Ordinal) == true)
            .ShouldNotBeEmpty($"no cell noticed that {sabotage} was taken out");
    }

    private async Task All(Func<Task<IWireEngine>> start, string name)
    {
        await using var engine = await start();
        var shared = Matrix.Steps.SelectMany(s =>
            CellPlans.Killed(s).Concat(CellPlans.Frozen(s)).Concat(CellPlans.Cuts(s)).Concat(StrangersHand.Cells(s))
        );
        var matrix = new Matrix(engine);
        List<Played> played = [.. await matrix.Play(shared)];
        // One after the other: they take the engine down for everybody.
        foreach (var cell in Matrix.Steps.SelectMany(s => EngineDown.Cells(s, _ => engine)).Where(Matrix.IsPlayed))
        {
            played.Add(await matrix.Play(cell));
        }

        var table = Matrix.Table(played);
        Tell(table, name);
        played.ShouldAllBe(p => p.Red == null, table);
    }

    private void Tell(string table, string name)
    {
        output.WriteLine(table);
        var folder = Directory.CreateDirectory(Repository.PathOf("TestResults"));
        File.WriteAllText(Path.Combine(folder.FullName, $"crash-matrix-{name}.txt"), table);
    }
}
