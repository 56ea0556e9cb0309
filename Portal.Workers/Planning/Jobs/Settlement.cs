using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Whether what a run's transactions had prepared at a savepoint is committed, whatever happens: then it makes no difference who commits it.</summary>
internal static class Settlement
{
    /// <param name="there">Where the savepoint lies; null where it isn't found.</param>
    public static async Task<ForkSettlement> Of(
        IFlink flink,
        ForkedSavepoint forked,
        StoredState? there,
        CancellationToken stop
    )
    {
        if (forked.IsCommitted)
        {
            return ForkSettlement.Settled;
        }

        var (jobId, checkpoints) = (forked.Savepoint.JobId, await flink.Checkpoints(forked.Savepoint.JobId, stop));
        if (checkpoints is not null && there is not null && IsBehindCheckpoint(checkpoints, there))
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
        var number =
            checkpoints.Savepoint is { } told && SavepointPath.Same(told.Path, savepoint.Path) ? told.Number : null;
        return checkpoints.Recent.Any(c =>
            !c.IsSavepoint
            && c.Status == JobCheckpoint.Completed
            // A JobManager that took over has forgotten the number; both times are of Flink's side.
            && (number is { } n ? c.Id > n : c.At > savepoint.WrittenAt)
        );
    }
}
