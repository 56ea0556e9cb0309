using Portal.Core.Jobs;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>What one job answered.</summary>
/// <param name="Detail">Null when it was forgotten between the list and this.</param>
internal sealed record JobAnswer(
    FlinkJob Job,
    FlinkJobDetail? Detail,
    FlinkCheckpoints? Checkpoints,
    JobDefinition? Definition,
    IReadOnlyList<JobException> Exceptions,
    CheckpointSettings? Settings
)
{
    /// <summary>A restart that wasn't known before; null: none.</summary>
    public DateTimeOffset? RestartSince(JobFacts before) => Restart(Detail, before);

    public static DateTimeOffset? Restart(FlinkJobDetail? now, JobFacts before) =>
        before.NewRestart(now?.RestartedAt, now?.RunningSince);
}
