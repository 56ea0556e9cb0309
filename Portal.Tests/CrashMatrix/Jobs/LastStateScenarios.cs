using System.Collections.Immutable;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix.Jobs;

/// <summary>Stops without a savepoint, and starts from the newest checkpoint: nothing but the job's own end shows that it was stopped.</summary>
internal static class LastStateScenarios
{
    private const string Variant = "last state";

    public static Scenario Stop(string name) =>
        Of(
            name,
            nameof(StopJob),
            StepDirection.Do,
            [JobWorlds.Change(name, Spec(name, JobDesired.Suspended))],
            [nameof(IFlink.Cancel)],
            async world => (await world.Alive(name)).Count == 0
        );

    public static Scenario UndoStop(string name) =>
        Of(
            name,
            nameof(StopJob),
            StepDirection.Undo,
            [
                JobWorlds.Change(name, Spec(name, JobDesired.Suspended)),
                JobWorlds.Start(JobScenarios.Refused(name), JobScenarios.Spec(name)),
            ],
            [nameof(IFlink.Cancel), nameof(IFlink.Submit)],
            world => StartScenarios.GoesOn(world, name, Spec(name).Definition)
        );

    public static Scenario Start(string name)
    {
        var next = Spec(name);
        next = next with { Definition = next.Definition with { Parallelism = 2 } };
        return Of(
            name,
            nameof(StartJob),
            StepDirection.Do,
            [JobWorlds.Change(name, next)],
            [nameof(IFlink.Cancel), nameof(IFlink.Submit)],
            world => StartScenarios.GoesOn(world, name, next.Definition)
        );
    }

    private static Scenario Of(
        string name,
        string step,
        StepDirection direction,
        ImmutableArray<ResourceDraft> asked,
        ImmutableArray<string> acts,
        Func<WorkerWorld, Task<bool>> endsWell
    ) => new(name, step, direction, world => WithCheckpoint(world, name), asked, acts, endsWell) { Variant = Variant };

    private static JobSpec Spec(string name, JobDesired state = JobDesired.Running) =>
        JobScenarios.Spec(name, state, checkpointSeconds: 1) with
        {
            UpgradeMode = JobUpgradeMode.LastState,
        };

    private static async Task WithCheckpoint(WorkerWorld world, string name)
    {
        await JobScenarios.Running(world, name, checkpointSeconds: 1);
        var flink = await world.Flink();
        var job = (await world.Alive(name)).Single();
        await Deadline.Until(async () => await flink.States(name, job.Id, CancellationToken.None) is { Count: > 0 });
    }
}
