namespace Portal.Core.Jobs.Savepoints;

/// <summary>Why a savepoint must stay.</summary>
/// <param name="Words">A sentence without its full stop.</param>
/// <param name="Change">The change that may need it; null when none does.</param>
public sealed record SavepointPin(string Words, ChangeId? Change = null)
{
    /// <summary>Nothing needs it: it stays until somebody has it deleted.</summary>
    public bool YieldsToDeletion { get; init; }

    /// <summary>A start that was sent, and of which nothing was seen since, came to nothing after this long.</summary>
    private static readonly TimeSpan StartSeenWithin = TimeSpan.FromDays(1);

    /// <summary>Null when nothing needs it. Pure.</summary>
    public static SavepointPin? Of(SavepointSight sight, DateTimeOffset now)
    {
        if (sight.Savepoint is { PinnedBy: { } by, PinReason: { } reason })
        {
            return new($"{by} pinned it: {reason.TrimEnd('.')}");
        }

        if (sight.Open.FirstOrDefault(o => o.RestoreFrom == sight.Savepoint.Id) is { } restore)
        {
            return new(
                $"Change {restore.Id} is to start {(restore.IsOwn ? "the job" : "another job")} from it",
                restore.Id
            );
        }

        // A change about the job that has the name now begins at no savepoint of a former one by itself.
        if (!sight.IsFormer && sight.Open.FirstOrDefault(o => o.IsOwn) is { } open)
        {
            return new($"Change {open.Id} is about its job and isn't over", open.Id);
        }

        if (sight is { IsNewest: true, IsFormer: false })
        {
            return new("It is the newest of its job");
        }

        // A run that was restored and has no checkpoint of its own begins there again after a failure.
        var started = sight.Runs.FirstOrDefault(run =>
            (SavepointPath.Same(sight.Savepoint.Path, run.Facts.RestoredFrom) || IsStart(sight, run.JobId))
            && !FlinkStatus.IsOver(run.Status)
            && run.Facts.LastCompleted is null
        );
        if (started is not null)
        {
            return new($"{started.Name} runs from it as job {started.JobId}, without a checkpoint of its own yet");
        }

        if (sight.Restores.Any(r => sight.Runs.All(run => run.JobId != r.JobId) && now - r.At < StartSeenWithin))
        {
            return new("A start from it was sent and isn't seen yet");
        }

        return sight is { IsNewest: true, Savepoint.DeletionRequestedBy: null }
            ? new("It is the newest of a former job, and stays until somebody has it deleted")
            {
                YieldsToDeletion = true,
            }
            : null;
    }

    private static bool IsStart(SavepointSight sight, string jobId) => sight.Restores.Any(r => r.JobId == jobId);
}

/// <summary>What decides whether a savepoint must stay.</summary>
/// <param name="IsNewest">Of those of its job that aren't deleted.</param>
/// <param name="Open">Changes that aren't over about a job of its name, or that name the savepoint; the newest first.</param>
/// <param name="Runs">Those of its job, and any that was started from it.</param>
public sealed record SavepointSight(
    Savepoint Savepoint,
    bool IsNewest,
    IReadOnlyList<OpenChange> Open,
    IReadOnlyCollection<SavepointRestore> Restores,
    IReadOnlyCollection<SeenJob> Runs
)
{
    /// <summary>The portal manages its job no more.</summary>
    public bool IsFormer { get; init; }
}
