using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Whether what a run's transactions had prepared at a savepoint is committed, whatever happens: then it makes no difference who commits it.</summary>
internal static class Settlement
{
    /// <param name="jobId">The run that the savepoint was taken of.</param>
    /// <param name="states">What lies in the folders of the run; null where they can't be looked into.</param>
    /// <param name="there">Where the savepoint lies; null where it isn't found.</param>
    public static async Task<ForkSettlement> Of(
        IFlink flink,
        string jobId,
        IReadOnlyList<StoredState>? states,
        StoredState? there,
        CancellationToken stop
    )
    {
        var told = await flink.Checkpoints(jobId, stop);
        if (there is not null && (IsPassed(told, states ?? [], there) || IsKept(told, states ?? [], there)))
        {
            return ForkSettlement.Settled;
        }

        return await ListedJobs.Find(flink, jobId, stop) switch
        {
            { IsAlive: true } => ForkSettlement.Pending,
            { Status: FlinkStatus.Finished } => ForkSettlement.Settled,
            _ => ForkSettlement.Never,
        };
    }

    /// <summary>A checkpoint of the run was completed after the savepoint. A savepoint commits nothing.</summary>
    public static bool IsBehindCheckpoint(FlinkCheckpoints checkpoints, StoredState savepoint)
    {
        var number = NumberOf(checkpoints, savepoint);
        return checkpoints.Recent.Any(c =>
            !c.IsSavepoint
            && c.Status == JobCheckpoint.Completed
            // A JobManager that took over has forgotten the number; both times are of Flink's side.
            && (number is { } n ? c.Id > n : c.At > savepoint.WrittenAt)
        );
    }

    /// <summary>Whether the run went on after the savepoint, and completed a checkpoint: what Flink forgot with it, or with a JobManager, its folder still shows.</summary>
    /// <param name="states">What lies in the folders of the run.</param>
    public static bool IsPassed(FlinkCheckpoints? told, IReadOnlyList<StoredState> states, StoredState savepoint) =>
        (told is not null && IsBehindCheckpoint(told, savepoint))
        || states.Any(state =>
            state.CheckpointNumber is { } number
            && (NumberOf(told, savepoint) is { } own ? number > own : state.WrittenAt > savepoint.WrittenAt)
        );

    // The bundled cluster commits with a savepoint too, and keeps its state as the checkpoint of that number. Flink gives each number once.
    private static bool IsKept(FlinkCheckpoints? told, IReadOnlyList<StoredState> states, StoredState savepoint) =>
        NumberOf(told, savepoint) is { } own && states.Any(state => state.CheckpointNumber == own);

    /// <summary>The savepoint's number among the checkpoints of its run; null where Flink doesn't know it any more.</summary>
    public static long? NumberOf(FlinkCheckpoints? told, StoredState savepoint) =>
        told?.Savepoint is { } last && SavepointPath.Same(last.Path, savepoint.Path) ? last.Number : null;
}
