using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;

namespace Portal.Tests.CrashMatrix.Jobs;

/// <summary>Starts that go on from state: the second half of an upgrade with another parallelism, and of a restore.</summary>
internal static class StartScenarios
{
    private const string Submit = nameof(IFlink.Submit);

    // The first of the cell's own store.
    private const long Number = 1;

    // As the worker names it: the folder, and the request.
    private const string Mark = "0000000000000000000000000000ca7a";

    public static Scenario Upgraded(string name) =>
        Done(name, "upgraded", world => JobScenarios.Running(world, name), Next(name));

    public static Scenario UndoUpgraded(string name) =>
        TakenBack(name, "upgraded", world => JobScenarios.Running(world, name), Next(name, checkpointSeconds: 600));

    public static Scenario Restored(string name)
    {
        var next = JobScenarios.Spec(name, checkpointSeconds: 1) with { RestoreFrom = Number };
        var scenario = Done(name, "restored", world => WithSavepoint(world, name), next);
        return scenario with
        {
            EndsWell = async world => await scenario.EndsWell(world) && await StartedFromIt(world, name),
        };
    }

    public static Scenario UndoRestored(string name) =>
        TakenBack(
            name,
            "restored",
            world => WithSavepoint(world, name),
            JobScenarios.Spec(name) with
            {
                RestoreFrom = Number,
            }
        );

    private static Scenario Done(string name, string variant, Func<WorkerWorld, Task> prepare, JobSpec next) =>
        new(
            name,
            nameof(StartJob),
            StepDirection.Do,
            prepare,
            [JobWorlds.Change(name, next)],
            [nameof(IFlink.Stop), Submit],
            world => GoesOn(world, name, next.Definition)
        )
        {
            Variant = variant,
        };

    // The new run is cancelled, and what ran before goes on from the savepoint that it was stopped with.
    private static Scenario TakenBack(string name, string variant, Func<WorkerWorld, Task> prepare, JobSpec next)
    {
        ImmutableArray<ResourceDraft> asked =
        [
            JobWorlds.Change(name, next),
            JobWorlds.Start(JobScenarios.Refused(name), JobScenarios.Spec(name)),
        ];
        return new(
            name,
            nameof(StartJob),
            StepDirection.Undo,
            prepare,
            asked,
            [nameof(IFlink.Stop), Submit, nameof(IFlink.Cancel), Submit],
            world => GoesOn(world, name, JobScenarios.Spec(name).Definition)
        )
        {
            Variant = variant,
        };
    }

    private static JobSpec Next(string name, int checkpointSeconds = 1) =>
        JobScenarios.Lenient(
            JobWorlds.Spec(
                JobWorlds.Copy(JobScenarios.From(name), JobScenarios.To(name)),
                parallelism: 2,
                checkpointSeconds: checkpointSeconds
            )
        );

    /// <summary>One copy of this version runs, and it didn't begin without state.</summary>
    public static async Task<bool> GoesOn(WorkerWorld world, string name, JobDefinition version)
    {
        if (await world.Alive(name) is not [var job])
        {
            return false;
        }

        var flink = await world.Flink();
        var checkpoints = await flink.Checkpoints(job.Id, CancellationToken.None);
        return checkpoints?.RestoredFrom is not null
            && await flink.Definition(job.Id, CancellationToken.None) == version;
    }

    // A JobManager that took the run over shows its own newest checkpoint: so what was noted before it was sent is looked at.
    private static async Task<bool> StartedFromIt(WorkerWorld world, string name)
    {
        var job = (await world.Alive(name)).Single();
        await using var db = await world.Open();
        return await db.Set<SavepointRestore>().AnyAsync(r => r.SavepointId == Number && r.JobId == job.Id);
    }

    private static async Task WithSavepoint(WorkerWorld world, string name)
    {
        await JobScenarios.Running(world, name);
        var flink = await world.Flink();
        var job = (await world.Alive(name)).Single();
        var taken = new JobSavepoint(name, job.Id, Mark);
        await flink.Fork(taken, JobWorlds.Soon, CancellationToken.None);
        var stored = await flink.SavepointOf(taken, CancellationToken.None);
        await using var db = await world.Open();
        var cluster = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        var now = TimeProvider.System.GetUtcNow();
        var savepoint = new Savepoint
        {
            ClusterId = cluster,
            Name = name,
            JobId = job.Id,
            RunId = await AppliedChanges.Add(db, cluster, name, $"Take a savepoint of {name}", now),
            Path = stored.ShouldNotBeNull().Path,
            TakenAt = now,
        };
        db.Add(savepoint);
        await db.SaveChangesAsync();
        savepoint.Id.ShouldBe(Number);
    }
}
