using Portal.Core.Changes.Runs;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>The connection to the store breaks in the middle of a COMMIT, which the store has got or hasn't.</summary>
public sealed class StoreCutTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_commit_that_nobody_heard_of_is_lost_for_nobody_on_the_local_cluster() =>
        await Green(await SharedEngines.Local, Matrix.OneStep, "local-cut", IsOnTheWay);

    [LongFact]
    public async Task A_commit_on_the_way_back_that_nobody_heard_of_is_lost_for_nobody_on_the_local_cluster() =>
        await Green(await SharedEngines.Local, Matrix.OneStep, "local-cut-back", cell => !IsOnTheWay(cell));

    [LongFact]
    public async Task A_commit_that_nobody_heard_of_is_lost_for_nobody_whatever_the_step_on_the_local_cluster() =>
        await Green(await SharedEngines.Local, Matrix.OtherSteps, "local-cut-rest");

    [LongFact]
    public async Task A_commit_of_access_that_nobody_heard_of_is_lost_for_nobody_on_the_local_cluster() =>
        await Green(await SharedEngines.LocalAccess, Matrix.StepsOf, "local-access-cut");

    [FullRunFact]
    public async Task A_commit_that_nobody_heard_of_is_lost_for_nobody_on_real_Kafka() =>
        await Green(await SharedEngines.Real, Matrix.StepsOf, "kafka-cut");

    [FullRunFact]
    public async Task A_commit_that_nobody_heard_of_is_lost_for_nobody_on_a_real_registry() =>
        await Green(await SharedEngines.Registry, Matrix.StepsOf, "registry-cut");

    [FullRunFact]
    public async Task A_commit_that_nobody_heard_of_is_lost_for_nobody_on_real_Flink() =>
        await Green(await SharedEngines.Flink, Matrix.StepsOf, "flink-cut");

    // A run that is taken back is written down by the same statements.
    private static bool IsOnTheWay(CellPlan cell) => cell.Direction == StepDirection.Do;

    private async Task Green(
        IWireEngine engine,
        Func<IWireEngine, IReadOnlyList<Type>> steps,
        string name,
        Func<CellPlan, bool>? which = null
    )
    {
        using var process = WorkerPool.Take();
        var cells = steps(engine)
            .SelectMany(CellPlans.Cuts)
            .Where(which ?? (_ => true))
            .Select(cell => cell.In(process));
        MatrixTable.ShouldBeGreen(await new Matrix(engine).Play(cells), name, output);
    }
}
