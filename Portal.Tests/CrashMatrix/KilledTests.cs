using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Schemas;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>
/// A worker dies by kill -9 at every point of every kind of step, and so does the next one: nothing is lost and nothing is
/// done twice. A real process, over the wire.
/// </summary>
public sealed class KilledTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_killed_worker_leaves_nothing_undone_and_nothing_doubled_on_the_local_cluster() =>
        await Green(await SharedEngines.Local, IsInEveryRun(await SharedEngines.Local), "local-killed");

    [LongFact]
    public async Task A_killed_worker_leaves_nothing_undone_whatever_the_step_and_the_point_on_the_local_cluster()
    {
        var isInEveryRun = IsInEveryRun(await SharedEngines.Local);
        await Green(await SharedEngines.Local, cell => !isInEveryRun(cell), "local-killed-rest");
    }

    [LongFact]
    public async Task A_worker_killed_between_a_topic_and_its_schema_leaves_both_or_neither() =>
        await GreenBundles(IsOnceAfterAct, "local-bundles-killed-after-act");

    [LongFact]
    public async Task A_worker_killed_elsewhere_between_a_topic_and_its_schema_leaves_both_or_neither() =>
        await GreenBundles(cell => !IsOnceAfterAct(cell), "local-bundles-killed");

    [Fact]
    public async Task A_worker_killed_after_its_act_leaves_no_access_doubled_on_the_local_cluster() =>
        await Green(await SharedEngines.LocalAccess, IsOnceAfterActOnTheWay, "local-access-killed-after-act");

    [LongFact]
    public async Task A_worker_killed_elsewhere_leaves_no_access_undone_on_the_local_cluster() =>
        await Green(await SharedEngines.LocalAccess, cell => !IsOnceAfterActOnTheWay(cell), "local-access-killed");

    [EngineFact]
    public async Task A_worker_killed_after_its_act_leaves_nothing_doubled_on_real_Kafka() =>
        await Green(await SharedEngines.Real, IsOnceAfterActOnTheWay, "kafka-killed-after-act");

    [FullRunFact]
    public async Task A_worker_killed_elsewhere_leaves_nothing_undone_on_real_Kafka() =>
        await Green(await SharedEngines.Real, cell => !IsOnceAfterActOnTheWay(cell), "kafka-killed");

    [FullRunFact]
    public async Task A_worker_killed_after_its_act_leaves_nothing_doubled_on_a_real_registry() =>
        await Green(await SharedEngines.Registry, IsOf(typeof(RegisterSchema)), "registry-killed-after-act");

    [FullRunFact]
    public async Task A_worker_killed_elsewhere_leaves_nothing_undone_on_a_real_registry() =>
        await Green(await SharedEngines.Registry, cell => !IsOf(typeof(RegisterSchema))(cell), "registry-killed");

    [Fact]
    public async Task A_worker_killed_after_its_act_leaves_no_job_doubled_on_the_local_cluster() =>
        await Green(await SharedEngines.LocalJobs, IsOfJobsInEveryRun, "local-jobs-killed-after-act");

    [LongFact]
    public async Task A_worker_killed_elsewhere_leaves_no_job_undone_on_the_local_cluster() =>
        await Green(await SharedEngines.LocalJobs, cell => !IsOfJobsInEveryRun(cell), "local-jobs-killed");

    [FullRunFact]
    public async Task A_worker_killed_after_its_act_leaves_nothing_doubled_on_real_Flink() =>
        await Green(await SharedEngines.Flink, IsOf(typeof(StartJob)), "flink-killed-after-act");

    [FullRunFact]
    public async Task A_worker_killed_elsewhere_leaves_nothing_undone_on_real_Flink() =>
        await Green(await SharedEngines.Flink, cell => !IsOf(typeof(StartJob))(cell), "flink-killed");

    // What the engine did and nobody wrote down: only here its answers decide what the next worker believes. At the other points, and
    // when the next worker dies as well, the journal decides, which doesn't know what a step does.
    private static bool IsOnceAfterAct(CellPlan cell) => cell is { Point: CrashPoint.AfterAct, IsTwice: false };

    private static Func<CellPlan, bool> IsInEveryRun(IWireEngine engine)
    {
        var one = Matrix.OneStep(engine);
        return cell => IsOnceAfterAct(cell) || one.Contains(cell.Step);
    }

    // The way back uses the same requests as the way forward, and a start from a savepoint those of a start from the one before.
    private static bool IsOnceAfterActOnTheWay(CellPlan cell) =>
        IsOnceAfterAct(cell) && cell is { Direction: StepDirection.Do, Variant: "" };

    // Each step of a rehearsal plays the whole of one, and requests what others do: a fork as a savepoint, a topic, a start, a cancellation.
    private static bool IsOfJobsInEveryRun(CellPlan cell) =>
        IsOnceAfterActOnTheWay(cell)
        && (cell.Step.Namespace != typeof(StartRehearsal).Namespace || cell.Step == typeof(StartRehearsal));

    // One kind of step, whose answer an engine in Java gives: the bundled cluster gives the same to the others, by recorded answers.
    private static Func<CellPlan, bool> IsOf(Type step) => cell => IsOnceAfterActOnTheWay(cell) && cell.Step == step;

    private async Task Green(IWireEngine engine, Func<CellPlan, bool> which, string name) =>
        MatrixTable.ShouldBeGreen(
            await new Matrix(engine).PlayTogether(CellPlans.Killed(Matrix.StepsOf(engine), which)),
            name,
            output
        );

    private async Task GreenBundles(Func<CellPlan, bool> which, string name) =>
        MatrixTable.ShouldBeGreen(
            await new Matrix(await SharedEngines.Local).PlayTogether(CellPlans.KilledBundles(which)),
            name,
            output
        );
}
