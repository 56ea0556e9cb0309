using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>
/// A worker sleeps (SIGSTOP) until its lease has run out by itself and another has ended its run; then it wakes up and goes
/// on where it was, and writes nothing.
/// </summary>
public sealed class FrozenTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_worker_that_slept_through_its_lease_changes_nothing_on_the_local_cluster() =>
        await Green(await SharedEngines.Local, Matrix.OneStep, "local-frozen");

    [LongFact]
    public async Task A_worker_that_slept_through_its_lease_changes_nothing_whatever_its_step_on_the_local_cluster() =>
        await Green(await SharedEngines.Local, Matrix.OtherSteps, "local-frozen-rest");

    [LongFact]
    public async Task A_worker_that_slept_through_its_lease_changes_no_access_on_the_local_cluster() =>
        await Green(await SharedEngines.LocalAccess, Matrix.StepsOf, "local-access-frozen");

    [FullRunFact]
    public async Task A_worker_that_slept_through_its_lease_changes_nothing_on_real_Kafka() =>
        await Green(await SharedEngines.Real, Matrix.StepsOf, "kafka-frozen");

    [FullRunFact]
    public async Task A_worker_that_slept_through_its_lease_changes_nothing_on_a_real_registry() =>
        await Green(await SharedEngines.Registry, Matrix.StepsOf, "registry-frozen");

    [FullRunFact]
    public async Task A_worker_that_slept_through_its_lease_changes_nothing_on_real_Flink() =>
        await Green(await SharedEngines.Flink, Matrix.StepsOf, "flink-frozen");

    private async Task Green(IWireEngine engine, Func<IWireEngine, IReadOnlyList<Type>> steps, string name)
    {
        using var process = WorkerPool.Take();
        var groups = steps(engine).SelectMany(CellPlans.Frozen).Asleep(process);
        MatrixTable.ShouldBeGreen(await new Matrix(engine).PlayAsleep(groups), name, output);
    }
}
