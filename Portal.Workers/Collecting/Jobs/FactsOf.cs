using Portal.Core.Jobs;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>A job's facts out of what it answered now and what was known before. Pure.</summary>
internal static class FactsOf
{
    private const int MostRestarts = 100;

    public static JobFacts Now(JobAnswer answer, SeenJob known, DateTimeOffset now)
    {
        var former = known.Facts;
        var restarts = answer.RestartSince(former) is { } at ? former.Restarts.Add(at) : former.Restarts;
        // An id that is submitted again is another run: what the one before completed and counted isn't its own.
        var isAnother = FlinkStatus.IsOver(known.Status) && answer.Job.IsAlive;
        var own = isAnother ? JobFacts.None : former;
        // All other times are by Flink's clock, which goes on where this reading doesn't show it.
        var shown = answer.Detail?.Now ?? own.AsOf + (now - known.SeenAt);
        var asOf = shown ?? now;
        var kept = CheckpointsOf.Now(answer.Job.Id, answer.Checkpoints, own);
        return new(
            OperatorsOf.Now(answer.Detail, own),
            kept.Checkpoints,
            kept.Completed,
            kept.Failed,
            // A program may set another interval than the one it was given.
            answer.Settings?.Every
                ?? (
                    answer.Definition?.CheckpointSeconds is { } seconds
                        ? TimeSpan.FromSeconds(seconds)
                        : Every(answer.Checkpoints)
                ),
            kept.RestoredFrom,
            [.. restarts.Where(r => asOf - r <= JobFacts.RestartsKept).TakeLast(MostRestarts)],
            answer.Detail?.RestartedAt ?? former.RestartedAt,
            [.. answer.Exceptions],
            answer.Job.Running,
            answer.Job.Tasks
        )
        {
            CompletedBefore = kept.CompletedBefore,
            FailedBefore = kept.FailedBefore,
            IsStartUnknown = kept.IsStartUnknown,
            CheckpointMode = answer.Settings?.Mode,
            AsOf = shown,
            RunningSince = answer.Detail?.RunningSince ?? former.RunningSince,
            LackingSince = Lacking(answer, former, asOf),
        };
    }

    // What never ran lacks its tasks since its start; of what ran before it is known since it was seen.
    private static DateTimeOffset? Lacking(JobAnswer answer, JobFacts former, DateTimeOffset asOf) =>
        FlinkStatus.IsOver(answer.Job.Status)
        || (answer.Job.Status == FlinkStatus.Running && answer.Job.Running >= answer.Job.Tasks)
            ? null
            : former.LackingSince
                ?? ((answer.Detail?.RunningSince ?? former.RunningSince) is null ? answer.Job.StartedAt : asOf);

    // Where it isn't told, by what it does.
    private static TimeSpan? Every(FlinkCheckpoints? checkpoints)
    {
        var times = (checkpoints?.Recent ?? []).Where(c => !c.IsSavepoint).Select(c => c.At).Order().ToList();
        return times.Count < 2 ? null : (times[^1] - times[0]) / (times.Count - 1);
    }
}
