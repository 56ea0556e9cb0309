using System.Globalization;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>How a job runs, as Flink's options.</summary>
internal static class SqlSettings
{
    public static Dictionary<string, string> Of(JobSubmission submission)
    {
        var definition = submission.Definition;
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["pipeline.name"] = submission.Name,
            ["$internal.pipeline.job-id"] = submission.JobId,
            ["pipeline.global-job-parameters"] = CarriedDefinition.Of(definition),
            ["parallelism.default"] = definition.Parallelism.ToString(CultureInfo.InvariantCulture),
            ["execution.runtime-mode"] = "streaming",
            ["execution.checkpointing.interval"] = $"{definition.CheckpointSeconds}s",
            // Flink triggers the first one at a random moment after this pause.
            ["execution.checkpointing.min-pause"] = $"{definition.CheckpointSeconds * 500}ms",
            ["execution.checkpointing.mode"] =
                definition.Guarantee == JobGuarantee.ExactlyOnce ? "EXACTLY_ONCE" : "AT_LEAST_ONCE",
            ["execution.checkpointing.externalized-checkpoint-retention"] = submission.IsRehearsal
                ? "NO_EXTERNALIZED_CHECKPOINTS"
                : "RETAIN_ON_CANCELLATION",
            // A hint would point a table elsewhere than at the topic that was approved.
            ["table.dynamic-table-options.enabled"] = "false",
            ["table.local-time-zone"] = "UTC",
            // A partition that nobody writes to must not hold the windows of all.
            ["table.exec.source.idle-timeout"] = "30s",
        };
        if (submission.From is { } from)
        {
            settings["execution.state-recovery.path"] = from;
        }

        return settings;
    }
}
