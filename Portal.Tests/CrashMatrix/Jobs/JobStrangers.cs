using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Stability;
using Portal.Engines.Flink;
using Portal.Tests.Jobs;
using Portal.Tests.Jobs.Artifacts;
using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix.Jobs;

/// <summary>Somebody starts or ends the same job while a worker is at it.</summary>
internal static class JobStrangers
{
    private const string Theirs = "0123456789abcdef0123456789abcdef";

    public static IEnumerable<CellPlan> Cells(Type step) =>
        step.Name switch
        {
            nameof(StartJob) => [new(step, StepDirection.Do, "another started", CrashPoint.BeforeIntent, AnotherRuns)],
            nameof(StopJob) =>
            [
                new(step, StepDirection.Do, "cancelled and killed", CrashPoint.AfterIntent, EndedWithoutSavepoint),
            ],
            nameof(UploadArtifact) =>
            [
                new(step, StepDirection.Do, "uploaded by another", CrashPoint.BeforeIntent, UploadedByAnother),
            ],
            nameof(CancelJob) => [new(step, StepDirection.Do, "cancelled", CrashPoint.BeforeIntent, EndedAlready)],
            nameof(AwaitRehearsal) =>
            [
                new(step, StepDirection.Do, "rehearsal cancelled", CrashPoint.AfterIntent, RehearsalCancelled),
                new(step, StepDirection.Do, "job cancelled", CrashPoint.AfterIntent, RehearsedJobCancelled),
            ],
            nameof(AwaitStability) =>
            [
                new(step, StepDirection.Do, "cancelled", CrashPoint.AfterIntent, EndedBeforeItWasStable),
                new(step, StepDirection.Do, "killed between two looks", CrashPoint.AfterIntent, KilledBetweenPolls),
            ],
            _ => [],
        };

    // A second copy would write everything twice.
    private static async Task AnotherRuns(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        await cell.World.StartBehindUs(cell.Scenario.Name, Theirs, JobScenarios.Spec(cell.Scenario.Name).Definition);
        await cell.GoesOn(worker);
        (await cell.Ends(ChangeState.RolledBack)).Row.StatusMessage.ShouldNotBeNullOrEmpty();
        (await cell.World.Alive(cell.Scenario.Name)).ShouldHaveSingleItem().Id.ShouldBe(Theirs);
        await Judgement.Sound(cell);
    }

    // Nobody can tell from what it would go on: a person decides.
    private static async Task EndedWithoutSavepoint(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterIntent);
        await cell.World.CancelBehindUs(cell.Scenario.Name);
        await cell.Dies();
        await cell.AnotherWorker();
        (await cell.Ends(ChangeState.Stuck)).Row.StatusMessage.ShouldNotBeNullOrEmpty();
        await Judgement.Sound(cell);
    }

    // It is the same to the last byte, so it is met, and isn't sent again.
    private static async Task UploadedByAnother(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        var jar = FlinkPrograms.NumbersFor(cell.Scenario.Name);
        await using var content = jar.Open();
        await (await cell.World.Flink()).Jars.Upload(jar.Digest, content, CancellationToken.None);
        await cell.GoesOn(worker);
        await cell.Ends();
        (await File.ReadAllLinesAsync(cell.Acts)).ShouldNotContain(nameof(IFlinkJars.Upload));
        await Judgement.Sound(cell);
    }

    private static async Task EndedAlready(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        await cell.World.CancelBehindUs(cell.Scenario.Name);
        await cell.GoesOn(worker);
        await cell.Ends();
        (await cell.World.Alive(cell.Scenario.Name)).ShouldBeEmpty();
        await Judgement.Sound(cell);
    }

    // It has completed checkpoints, so what it wrote stays, and a person decides.
    private static async Task EndedBeforeItWasStable(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.AfterIntent);
        await Deadline.Until(async () => (await Checkpoints(cell)) > 0);
        await cell.World.CancelBehindUs(cell.Scenario.Name);
        await cell.GoesOn(worker);
        (await cell.Ends(ChangeState.Stuck)).Row.StatusMessage.ShouldNotBeNull().ShouldContain("CANCELED");
        await Judgement.Sound(cell);
    }

    private static async Task RehearsalCancelled(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.AfterIntent);
        var flink = await cell.World.Flink();
        var rehearsal = (await flink.Jobs(CancellationToken.None)).Single(j =>
            j.IsAlive && j.Name.StartsWith($"{cell.Scenario.Name}.rehearsal-", StringComparison.Ordinal)
        );
        await cell.World.CancelBehindUs(rehearsal.Name);
        await cell.GoesOn(worker);
        (await cell.Ends(ChangeState.RolledBack)).Row.StatusMessage.ShouldNotBeNull().ShouldContain("CANCELED");
        (await cell.Scenario.EndsWell(cell.World)).ShouldBeTrue(
            "what ran goes on, and nothing of the rehearsal is left"
        );
        await Judgement.Sound(cell);
    }

    // There is nothing to stop any more, and nothing that was started stays.
    private static async Task RehearsedJobCancelled(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.AfterIntent);
        await cell.World.CancelBehindUs(cell.Scenario.Name);
        await cell.GoesOn(worker);
        await cell.Ends(ChangeState.RolledBack);
        (await (await cell.World.Flink()).Jobs(CancellationToken.None)).ShouldNotContain(j =>
            j.IsAlive && JobScenarios.IsOf(cell.Scenario.Name, j.Name)
        );
        await Judgement.Sound(cell);
    }

    // Nobody holds the run then: whoever comes next looks when it is due.
    private static async Task KilledBetweenPolls(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.AfterIntent);
        await cell.GoesOn(worker);
        await Deadline.Until(async () => (await cell.World.View(cell.Change)).Run?.Progress is not null);
        await cell.Dies();
        await cell.AnotherWorker();
        await Judgement.Full(cell);
    }

    private static async Task<int> Checkpoints(Cell cell)
    {
        var job = (await cell.World.Alive(cell.Scenario.Name)).ShouldHaveSingleItem();
        return (await (await cell.World.Flink()).Checkpoints(job.Id, CancellationToken.None))?.Completed ?? 0;
    }
}
