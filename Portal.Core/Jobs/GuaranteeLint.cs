using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>What a job of SQL promises by its settings, and whether its Flink keeps to them.</summary>
internal static class GuaranteeLint
{
    /// <summary>Output that becomes visible later than this surprises people.</summary>
    private const int SlowCheckpointSeconds = 300;

    public static LintNote Of(JobDefinition definition, bool isProduction) =>
        definition switch
        {
            { Guarantee: JobGuarantee.AtLeastOnce } => new(
                JobLint.ExactlyOnce,
                isProduction ? CheckVerdict.NeedsOverride : CheckVerdict.Noted,
                $"At least once: after a failure records since the last checkpoint are written again, and readers see them twice.{Counted(definition)}"
            ),
            { StartAt: JobStartAt.Latest } => new(
                JobLint.ExactlyOnce,
                CheckVerdict.Noted,
                $"Exactly once from its first checkpoint on, {Age.InWords(TimeSpan.FromSeconds(definition.CheckpointSeconds))} after its start. It starts at the latest records: if it fails before that, it begins at what is latest then, and the records in between are lost to it. Start at earliest where each of them counts."
            ),
            { CheckpointSeconds: > SlowCheckpointSeconds } => new(
                JobLint.ExactlyOnce,
                CheckVerdict.Noted,
                $"Exactly once; its output becomes visible with each checkpoint, up to {Age.InWords(TimeSpan.FromSeconds(definition.CheckpointSeconds))} after it was written."
            ),
            _ => new(
                JobLint.ExactlyOnce,
                CheckVerdict.Passed,
                $"Exactly once: checkpoints every {Age.InWords(TimeSpan.FromSeconds(definition.CheckpointSeconds))}, sinks with transactions of its own, sources that read only what was committed. Readers see it once if they read committed records."
            ),
        };

    /// <summary>What its Flink does otherwise than it carries.</summary>
    public static IEnumerable<LintNote> Running(JobDefinition definition, SeenJob? run) =>
        definition.CheckpointsIn == CheckpointMode.ExactlyOnce
        && run is { State: JobRunState.Alive, Facts.CheckpointMode: CheckpointMode.AtLeastOnce }
            ?
            [
                new(
                    "checkpoint-mode",
                    CheckVerdict.NeedsOverride,
                    "Its Flink makes at-least-once checkpoints for it, so records count twice after a failure. Leave the checkpoint mode out of its program, and request a change to start it again."
                ),
            ]
            : [];

    // Sums and windows are state.
    private static string Counted(JobDefinition definition) =>
        definition.CheckpointsIn == CheckpointMode.AtLeastOnce
            ? " Its checkpoints are at-least-once too, so its sums and windows may count such records twice."
            : "";
}
