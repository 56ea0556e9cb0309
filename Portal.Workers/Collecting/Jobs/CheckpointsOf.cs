using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// A run's checkpoints out of what Flink shows now and what was known before. A JobManager that takes over has an empty history, counts from 0 and shows the run as
/// restored from the newest of its own; a restart has that too. Pure.
/// </summary>
internal static class CheckpointsOf
{
    /// <returns>What was known before, with the checkpoints of now.</returns>
    public static JobFacts Now(string jobId, FlinkCheckpoints? now, JobFacts former)
    {
        if (now is null)
        {
            return former;
        }

        var (completedBefore, failedBefore) = IsCountedAnew(now, former)
            ? (former.Completed, former.Failed)
            : (former.CompletedBefore, former.FailedBefore);
        var checkpoints = WithLast(now.Recent, former);
        var from = Foreign(jobId, now.RestoredFrom) ?? Foreign(jobId, former.RestoredFrom);
        return former with
        {
            Checkpoints = checkpoints,
            Completed = IsBlank(now) ? former.Completed : completedBefore + now.Completed,
            Failed = IsBlank(now) ? former.Failed : failedBefore + now.Failed,
            CompletedBefore = completedBefore,
            FailedBefore = failedBefore,
            RestoredFrom = from,
            IsStartUnknown =
                from is null
                && (
                    former.IsStartUnknown
                    || SavepointPath.IsOf(jobId, former.RestoredFrom)
                    || (SavepointPath.IsOf(jobId, now.RestoredFrom) && IsFirstSeen(former, checkpoints))
                ),
        };
    }

    // A job that waits for slots shows none at all; whether its JobManager is another is seen when it counts again.
    private static bool IsBlank(FlinkCheckpoints now) => now is { Completed: 0, Failed: 0 };

    private static bool IsCountedAnew(FlinkCheckpoints now, JobFacts former) =>
        !IsBlank(now)
        && (
            now.Completed < former.Completed - former.CompletedBefore
            || now.Failed < former.Failed - former.FailedBefore
        );

    // What the run goes on from stays known until the next one is completed.
    private static ImmutableArray<JobCheckpoint> WithLast(ImmutableArray<JobCheckpoint> recent, JobFacts former)
    {
        if (recent.Any(c => c is { Status: JobCheckpoint.Completed, IsSavepoint: false }))
        {
            return recent;
        }

        var numbers = recent.Select(c => c.Id).ToHashSet();
        return
        [
            .. recent,
            .. new[] { former.NewestState, former.LastCompleted }
                .OfType<JobCheckpoint>()
                .Distinct()
                .Where(c => !numbers.Contains(c.Id)),
        ];
    }

    private static string? Foreign(string jobId, string? path) => SavepointPath.IsOf(jobId, path) ? null : path;

    // It had completed that one before anything was known of it.
    private static bool IsFirstSeen(JobFacts former, ImmutableArray<JobCheckpoint> checkpoints) =>
        former.Tasks is null || checkpoints.All(c => c.Status != JobCheckpoint.Completed);
}
