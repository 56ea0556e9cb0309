using Portal.Core.Resources;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>The steps by which a job starts from a savepoint of its catalogue, or why it can't. Pure.</summary>
internal static class RestorePlan
{
    public static PlannedSteps Of(ResourceRef on, JobSpec wanted, long number, LiveJob? live)
    {
        if (live?.Savepoints.FirstOrDefault(s => s.Number == number) is not { } savepoint)
        {
            return PlannedSteps.No(
                $"{on.Name} has no savepoint {number}. Its savepoints are listed on its page, each with its number."
            );
        }

        // Its state holds what that job read: whoever owned it decides who else gets it.
        if (savepoint.FormerOwner is { } former && former != wanted.Owner)
        {
            return PlannedSteps.No(
                $"Savepoint {number} is of a former job named {on.Name}, which {former} owned: only a job of {former} starts from it. Choose another one, or leave it out to start from the newest state."
            );
        }

        if (savepoint.Obstacle is { } obstacle)
        {
            return PlannedSteps.No(
                $"{on.Name} can't start from savepoint {number}: it {obstacle}. Choose another one, or leave it out to start from the newest state."
            );
        }

        var made = savepoint.Definition ?? (live.JobId == savepoint.JobId ? live.Definition : null);
        // The newest state of a run that is over is the last that it did; one that was taken by hand isn't.
        var restored = new RestoredSavepoint(
            number,
            savepoint.TakenAt,
            live.IsAlive || live.JobId != savepoint.JobId || !SavepointPath.Same(savepoint.Path, live.RestoreFrom),
            made?.RunsTheSame(wanted.Definition)
        );
        // Its state was written by the tables that it ran with.
        var definition =
            restored.IsSameVersion == true && !wanted.NewestSchemas
                ? wanted.Definition with
                {
                    Schemas = made!.Schemas,
                }
                : wanted.Definition;
        var start = new StartJob(on, definition, savepoint.Path, Former: live.Definition, Restored: restored);
        return live.IsAlive
            ? PlannedSteps.Of(
                new StopJob(on, live.JobId, live.Definition, wanted.UpgradeMode == JobUpgradeMode.LastState),
                start
            )
            : PlannedSteps.Of(start);
    }
}
