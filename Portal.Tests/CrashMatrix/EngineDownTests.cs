using Portal.Core.Changes.Runs;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>The engine dies around an act and comes back: the run waits for it, and ends as it should.</summary>
public sealed class EngineDownTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_run_outlives_its_engine_that_dies_during_an_act_on_the_local_cluster() =>
        await Green(LocalEngine.Start, AreInEveryRun, "local-engine-down-during");

    [LongFact]
    public async Task A_run_outlives_its_engine_that_dies_at_any_other_moment_on_the_local_cluster() =>
        await Green(LocalEngine.Start, cell => !AreInEveryRun(cell), "local-engine-down");

    [LongFact]
    public async Task A_run_of_access_outlives_its_engine_that_dies_on_the_local_cluster() =>
        await Green(LocalEngine.StartForAccess, _ => true, "local-access-engine-down");

    [FullRunFact]
    public async Task A_run_outlives_real_Kafka_that_dies_during_an_act() =>
        await Green(RealEngine.Start, AreInEveryRun, "kafka-engine-down-during");

    [FullRunFact]
    public async Task A_run_outlives_real_Kafka_that_dies_at_any_other_moment() =>
        await Green(RealEngine.Start, cell => !AreInEveryRun(cell), "kafka-engine-down");

    [FullRunFact]
    public async Task A_run_outlives_a_real_registry_that_dies_during_an_act() =>
        await Green(RegistryEngine.Start, AreInEveryRun, "registry-engine-down-during");

    [FullRunFact]
    public async Task A_run_outlives_a_real_registry_that_dies_at_any_other_moment() =>
        await Green(RegistryEngine.Start, cell => !AreInEveryRun(cell), "registry-engine-down");

    [LongFact]
    public async Task A_run_of_a_job_outlives_its_engine_that_dies_during_an_act_on_the_local_cluster() =>
        await Green(LocalJobEngine.Start, AreInEveryRun, "local-jobs-engine-down-during");

    [LongFact]
    public async Task A_run_of_a_job_outlives_its_engine_that_dies_at_any_other_moment_on_the_local_cluster() =>
        await Green(LocalJobEngine.Start, cell => !AreInEveryRun(cell), "local-jobs-engine-down");

    [FullRunFact]
    public async Task A_run_outlives_real_Flink_that_dies_during_an_act() =>
        await Green(FlinkEngine.Start, AreInEveryRun, "flink-engine-down-during");

    [FullRunFact]
    public async Task A_run_outlives_real_Flink_that_dies_at_any_other_moment() =>
        await Green(FlinkEngine.Start, cell => !AreInEveryRun(cell), "flink-engine-down");

    // Its intent is written and its request is on its way: only here what the engine did of it has to be found out. The way back uses
    // the same requests.
    private static bool AreInEveryRun(CellPlan cell) =>
        cell is { Point: CrashPoint.AfterIntent, Direction: StepDirection.Do, Variant: "" };

    private async Task Green(Func<Task<IWireEngine>> start, Func<CellPlan, bool> which, string name)
    {
        await using var engine = await start();
        using var process = WorkerPool.Take();
        var rounds = EngineDown.Rounds(Matrix.StepsOf(engine), engine, process, which);
        var played = await new Matrix(engine).PlayTogether(rounds);
        MatrixTable.ShouldBeGreen(played, name, output);
    }
}
