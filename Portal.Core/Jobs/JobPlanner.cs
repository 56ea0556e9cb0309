using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>From a wanted job and the live one to steps. Pure: the same input gives the same steps.</summary>
internal static class JobPlanner
{
    /// <summary>
    /// A JAR is uploaded before anything is stopped; each start is followed by the wait for it to be stable. That of a new version may be rehearsed first.
    /// </summary>
    public static PlannedSteps Plan(
        ResourceRequest request,
        JobSpec? wanted,
        LiveJob? live,
        StabilityOptions stability
    ) =>
        Plan(request, wanted, live) switch
        {
            PlannedSteps.Needed { Steps: var steps } when steps.OfType<StartJob>().SingleOrDefault() is { } start =>
                PlannedSteps.Of([
                    .. Uploads(start),
                    .. live is { IsAlive: true } ? RehearsalPlan.Of(request.On, wanted!, live, stability) : [],
                    .. steps,
                    new AwaitStability(request.On, stability.Of(wanted!.Tier), start.Definition.CheckpointSeconds),
                ]),
            var planned => planned,
        };

    private static IEnumerable<Step> Uploads(StartJob start) =>
        start.Definition.Program is { } program
            ? [new UploadArtifact(start.On, program.Artifact, program.Dependencies)]
            : [];

    private static PlannedSteps Plan(ResourceRequest request, JobSpec? wanted, LiveJob? live) =>
        (request.Operation, wanted, live) switch
        {
            (_, _, { Others: > 0 }) => PlannedSteps.No(
                $"{Quantity.Of(live.Others + 1, "job", "jobs")} named {live.Name} are alive on this Flink, and which of them is meant isn't known, so none is touched. End all but one of them first."
            ),
            (ResourceOperation.Create, not null, { IsAlive: true }) => PlannedSteps.No(
                $"A job named {live.Name} runs on this Flink already, with the id {live.JobId}. Choose another name, or end that one first."
            ),
            // One that isn't managed and has ended isn't live: this one would lose its state.
            (ResourceOperation.Create, not null, not null) => PlannedSteps.No(
                $"The job {live.Name} is there already, with the state that it ended with. Change it instead: it goes on from there, or without its state by the upgrade mode stateless."
            ),
            (ResourceOperation.Create, not null, _) when wanted.State == JobDesired.Suspended => PlannedSteps.No(
                "A new job can't begin as suspended: there is nothing yet to go on from. Request it as running."
            ),
            (ResourceOperation.Create, { RestoreFrom: { } savepoint }, _) => ForkPlan.Of(request.On, wanted, savepoint),
            (ResourceOperation.Create, not null, _) => PlannedSteps.Of(
                new StartJob(request.On, wanted.Definition, From: null)
            ),
            (ResourceOperation.Update, not null, { Definition: null, IsAlive: true }) => Unknown(live),
            (ResourceOperation.Update, { TakeSavepoint: true }, _) => Savepoint(request.On, wanted, live),
            (ResourceOperation.Update, { RestoreFrom: { } savepoint }, _) => RestorePlan.Of(
                request.On,
                wanted,
                savepoint,
                live
            ),
            (ResourceOperation.Update, not null, _) => Update(request.On, wanted, live),
            (ResourceOperation.Delete, _, null) => PlannedSteps.Of(),
            // Whoever started it hasn't agreed to its end: only the management of the portal's own run ends.
            (ResourceOperation.Delete, _, { Definition: null, IsAlive: true }) when live.Recorded != live.JobId =>
                live.Recorded is { } own
                    ? PlannedSteps.Of(new CancelJob(request.On, own, WasOver: true, Stays: live.JobId))
                    : Unknown(live),
            (ResourceOperation.Delete, _, not null) => PlannedSteps.Of(
                new CancelJob(request.On, live.JobId, !live.IsAlive)
            ),
            _ => throw new InvalidOperationException($"{request.Operation} of {request.On.Name} has no spec."),
        };

    private static PlannedSteps Unknown(LiveJob live) =>
        PlannedSteps.No(
            $"The portal didn't start the job {live.JobId} that runs as {live.Name}, so what it does isn't known. End it first."
        );

    private static PlannedSteps Savepoint(ResourceRef on, JobSpec wanted, LiveJob? live) =>
        live switch
        {
            not { IsAlive: true } => PlannedSteps.No(
                $"{on.Name} doesn't run, so there is no state to take a savepoint of. What it was stopped with is among its savepoints."
            ),
            _ when live.Definition != wanted.Definition => PlannedSteps.No(
                "A change that starts another version stops the job with a savepoint anyway. Leave takeSavepoint out, or request the savepoint alone."
            ),
            _ => PlannedSteps.Of(new TakeSavepoint(on, live.JobId)),
        };

    private static PlannedSteps Update(ResourceRef on, JobSpec wanted, LiveJob? live) =>
        (wanted.State, live) switch
        {
            (JobDesired.Suspended, { IsAlive: true }) => PlannedSteps.Of(Stop(on, wanted, live)),
            (JobDesired.Suspended, _) => PlannedSteps.Of(),
            (_, { IsAlive: true }) when live.Definition == wanted.Definition && !wanted.NewestSchemas =>
                PlannedSteps.Of(),
            (_, { IsAlive: true }) => PlannedSteps.Of(
                Stop(on, wanted, live),
                new StartJob(
                    on,
                    wanted.Definition,
                    From: null,
                    wanted.UpgradeMode == JobUpgradeMode.Stateless ? null : live.JobId,
                    live.Definition,
                    FromCheckpoint: wanted.UpgradeMode == JobUpgradeMode.LastState
                )
            ),
            (_, null) when wanted.UpgradeMode != JobUpgradeMode.Stateless => PlannedSteps.No(
                $"Flink knows no run of {on.Name}, and which was the last isn't recorded, so the state to start it from isn't known. Request it with the upgrade mode stateless to start it without its state."
            ),
            (_, null) => PlannedSteps.Of(new StartJob(on, wanted.Definition, From: null)),
            (_, { RestoreFrom: null, SeesState: false }) when wanted.UpgradeMode != JobUpgradeMode.Stateless =>
                PlannedSteps.No(
                    $"{live.Name} doesn't run, and the worker that looked has no folder of Flink's checkpoints, so whether job {live.JobId} left a state to start from isn't known. Mount Flink's folders for checkpoints and savepoints on the machines of all workers, and try again."
                ),
            (_, { RestoreFrom: null }) when wanted.UpgradeMode != JobUpgradeMode.Stateless => PlannedSteps.No(
                $"{live.Name} doesn't run, and neither a savepoint nor a kept checkpoint of job {live.JobId} was found to start it from. Request it with the upgrade mode stateless to start it without its state."
            ),
            _ => PlannedSteps.Of(
                new StartJob(
                    on,
                    wanted.Definition,
                    wanted.UpgradeMode != JobUpgradeMode.Stateless ? live.RestoreFrom : null,
                    Former: live.Definition
                )
            ),
        };

    private static StopJob Stop(ResourceRef on, JobSpec wanted, LiveJob live) =>
        new(on, live.JobId, live.Definition, wanted.UpgradeMode == JobUpgradeMode.LastState);
}
