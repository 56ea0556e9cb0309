using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Jobs.Artifacts;

namespace Portal.Tests.CrashMatrix.Jobs;

public sealed class JobScenarios : IKindScenarios
{
    private const string Submit = nameof(IFlink.Submit);
    private const string Cancel = nameof(IFlink.Cancel);

    public ResourceKind Kind => JobKind.Word;

    public IEnumerable<Scenario> Of(Type step, string name) =>
        Of(step.Name, name)
            .Select(s =>
                s with
                {
                    TidyUp = world => CancelAll(world, s.Name),
                    OnlyWaits = step == typeof(AwaitStability) || step == typeof(AwaitRehearsal),
                }
            );

    private static Scenario[] Of(string step, string name) =>
        step switch
        {
            nameof(StartJob) =>
            [
                Start(name),
                UndoStart(name),
                StartScenarios.Upgraded(name),
                StartScenarios.UndoUpgraded(name),
                StartScenarios.Restored(name),
                StartScenarios.UndoRestored(name),
                LastStateScenarios.Start(name),
            ],
            nameof(StopJob) =>
            [
                Stop(name),
                UndoStop(name),
                LastStateScenarios.Stop(name),
                LastStateScenarios.UndoStop(name),
            ],
            nameof(CancelJob) => [Cancels(name)],
            nameof(TakeSavepoint) => [Taken(name), UndoTaken(name)],
            nameof(AwaitStability) => [Stable(name)],
            nameof(ForkSavepoint) or nameof(CreateScratchTopic) or nameof(StartRehearsal) =>
            [
                Rehearsed(name, step),
                UndoRehearsed(name, step),
            ],
            nameof(AwaitRehearsal) or nameof(EndRehearsal) => [Rehearsed(name, step)],
            nameof(UploadArtifact) => [Uploaded(name), UndoUpload(name)],
            _ => [],
        };

    public IEnumerable<CellPlan> Strangers(Type step) => JobStrangers.Cells(step);

    /// <summary>Whose first checkpoint doesn't come before it may be taken back.</summary>
    public static JobSpec Spec(string name, JobDesired state = JobDesired.Running, int checkpointSeconds = 600) =>
        Lenient(JobWorlds.Spec(JobWorlds.Copy(From(name), To(name)), state, checkpointSeconds: checkpointSeconds));

    // With the engine dies whatever runs on it, and a TaskManager that is late on top: some restarts say nothing of the run.
    public static JobSpec Lenient(JobSpec spec) => spec with { Tier = Tier.Experimental };

    private static Scenario Start(string name) => Started(name, nameof(StartJob), checkpointSeconds: 1);

    // Its first checkpoint comes late enough for the run to wait, and to let go of the lease.
    private static Scenario Stable(string name) => Started(name, nameof(AwaitStability), checkpointSeconds: 20);

    private static Scenario Started(string name, string step, int checkpointSeconds) =>
        new(
            name,
            step,
            StepDirection.Do,
            world => Topics(world, name),
            [JobWorlds.Start(name, Spec(name, checkpointSeconds: checkpointSeconds))],
            [Submit],
            world => IsAlive(world, name, 1)
        );

    private static Scenario UndoStart(string name) =>
        new(
            name,
            nameof(StartJob),
            StepDirection.Undo,
            world => Topics(world, name),
            [JobWorlds.Start(name, Spec(name)), JobWorlds.Start(Refused(name), Spec(name))],
            [Submit, Cancel],
            world => IsAlive(world, name, 0)
        );

    private static Scenario Stop(string name) =>
        new(
            name,
            nameof(StopJob),
            StepDirection.Do,
            world => Running(world, name),
            [JobWorlds.Change(name, Spec(name, JobDesired.Suspended))],
            [nameof(IFlink.Stop)],
            world => IsAlive(world, name, 0)
        );

    // Each cell has a JAR of its own: at Flink they all lie side by side.
    private static Scenario Uploaded(string name) =>
        new(
            name,
            nameof(UploadArtifact),
            StepDirection.Do,
            world => WithJar(world, name),
            [JobWorlds.Start(name, JarSpec(name, checkpointSeconds: 1))],
            [nameof(IFlinkJars.Upload), nameof(IFlinkJars.Run)],
            async world => await IsAlive(world, name, 1) && await HasJar(world, name)
        )
        {
            IsOverWhenDone = true,
        };

    private static Scenario UndoUpload(string name) =>
        new(
            name,
            nameof(UploadArtifact),
            StepDirection.Undo,
            world => WithJar(world, name),
            [JobWorlds.Start(name, JarSpec(name)), JobWorlds.Start(Refused(name), Spec(name))],
            [nameof(IFlinkJars.Upload), nameof(IFlinkJars.Run), Cancel, nameof(IFlinkJars.Delete)],
            async world => await IsAlive(world, name, 0) && !await HasJar(world, name)
        );

    private static JobSpec JarSpec(string name, int checkpointSeconds = 600) =>
        Lenient(
            JarWorlds.Spec(
                FlinkPrograms.NumbersFor(name).Digest,
                From(name),
                To(name),
                checkpointSeconds: checkpointSeconds
            )
        );

    private static async Task WithJar(WorkerWorld world, string name)
    {
        await Topics(world, name);
        await world.Store(FlinkPrograms.NumbersFor(name));
    }

    private static async Task<bool> HasJar(WorkerWorld world, string name) =>
        await (await world.Flink()).Jars.Find(FlinkPrograms.NumbersFor(name).Digest, CancellationToken.None)
            is not null;

    private static Scenario UndoStop(string name) =>
        new(
            name,
            nameof(StopJob),
            StepDirection.Undo,
            world => Running(world, name),
            [JobWorlds.Change(name, Spec(name, JobDesired.Suspended)), JobWorlds.Start(Refused(name), Spec(name))],
            [nameof(IFlink.Stop), Submit],
            world => IsAlive(world, name, 1)
        );

    private static Scenario Taken(string name) =>
        new(
            name,
            nameof(TakeSavepoint),
            StepDirection.Do,
            world => Running(world, name),
            [JobWorlds.Change(name, Spec(name) with { TakeSavepoint = true })],
            [nameof(IFlink.Fork)],
            async world => await IsAlive(world, name, 1) && await HasSavepoints(world, name, 1)
        );

    private static Scenario UndoTaken(string name) =>
        new(
            name,
            nameof(TakeSavepoint),
            StepDirection.Undo,
            world => Running(world, name),
            [
                JobWorlds.Change(name, Spec(name) with { TakeSavepoint = true }),
                JobWorlds.Start(Refused(name), Spec(name)),
            ],
            [nameof(IFlink.Fork), nameof(IFlink.DeleteSavepoint)],
            async world => await IsAlive(world, name, 1) && await HasSavepoints(world, name, 0)
        );

    private static async Task<bool> HasSavepoints(WorkerWorld world, string name, int count)
    {
        var flink = await world.Flink();
        var job = (await world.Alive(name)).Single();
        var states = await flink.States(name, job.Id, CancellationToken.None);
        return states!.Count(state => state.Path.Contains("/portal/", StringComparison.Ordinal)) == count;
    }

    private static Scenario Cancels(string name) =>
        new(
            name,
            nameof(CancelJob),
            StepDirection.Do,
            world => Running(world, name),
            [JobWorlds.Cancel(name)],
            [Cancel],
            world => IsAlive(world, name, 0)
        );

    private static Scenario Rehearsed(string name, string step) =>
        new(
            name,
            step,
            StepDirection.Do,
            world => Running(world, name, checkpointSeconds: 1),
            [JobWorlds.Change(name, Next(name))],
            [
                nameof(IFlink.Fork),
                nameof(IKafkaCluster.Create),
                Submit,
                Cancel,
                nameof(IKafkaCluster.Delete),
                nameof(IFlink.DeleteSavepoint),
                nameof(IFlink.Stop),
                Submit,
            ],
            world => IsAloneAfterRehearsal(world, name)
        )
        {
            IsOverWhenDone = true,
        };

    // Whose first checkpoint comes late enough: it is refused before it would be found stable. Everything before that is taken back, and what ran goes on.
    private static Scenario UndoRehearsed(string name, string step)
    {
        var job = $"{name}{HookedHandler.Unstable}";
        return new(
            job,
            step,
            StepDirection.Undo,
            world => Running(world, job, checkpointSeconds: 1),
            [JobWorlds.Change(job, Next(job, checkpointSeconds: 600))],
            [
                nameof(IFlink.Fork),
                nameof(IKafkaCluster.Create),
                Submit,
                Cancel,
                nameof(IKafkaCluster.Delete),
                nameof(IFlink.DeleteSavepoint),
            ],
            world => IsAloneAfterRehearsal(world, job)
        );
    }

    private static JobSpec Next(string name, int checkpointSeconds = 1) =>
        Lenient(
            JobWorlds.Spec(JobWorlds.Copy(From(name), To(name)), parallelism: 2, checkpointSeconds: checkpointSeconds)
        ) with
        {
            Rehearsal = true,
        };

    private static async Task<bool> IsAloneAfterRehearsal(WorkerWorld world, string name)
    {
        var jobs = await (await world.Flink()).Jobs(CancellationToken.None);
        var topics = await (await world.Cluster()).ListTopics(CancellationToken.None);
        return jobs.Where(j => j.IsAlive && IsOf(name, j.Name)).Select(j => j.Name).SequenceEqual([name])
            && topics.Count(t => t.Name.StartsWith($"{name}.", StringComparison.Ordinal)) == 2;
    }

    // A job makes a checkpoint a second for as long as it runs.
    private static async Task CancelAll(WorkerWorld world, string name)
    {
        var flink = await world.Flink();
        foreach (var job in (await flink.Jobs(CancellationToken.None)).Where(j => j.IsAlive && IsOf(name, j.Name)))
        {
            await flink.Cancel(job.Id, JobWorlds.Soon, CancellationToken.None);
        }
    }

    /// <summary>Its own job, or its rehearsal's: cells are numbered, so the name alone begins others too.</summary>
    public static bool IsOf(string name, string job) =>
        job == name || job.StartsWith($"{name}.rehearsal-", StringComparison.Ordinal);

    public static async Task Running(WorkerWorld world, string name, int checkpointSeconds = 600)
    {
        await Topics(world, name);
        await world.ManageJob(name, Spec(name, checkpointSeconds: checkpointSeconds));
    }

    private static async Task Topics(WorkerWorld world, string name)
    {
        await world.SeeTopic(From(name));
        await world.SeeTopic(To(name));
    }

    private static async Task<bool> IsAlive(WorkerWorld world, string name, int count) =>
        (await world.Alive(name)).Count == count;

    public static string From(string name) => $"{name}.in";

    public static string To(string name) => $"{name}.out";

    public static string Refused(string name) => $"{name}{HookedHandler.Refused}";
}
