using System.Globalization;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>How a job runs, as Flink's options.</summary>
internal static class JobSettings
{
    public static Dictionary<string, string> Of(JobSubmission submission)
    {
        var settings = Of(submission.Name, submission.Definition);
        settings["$internal.pipeline.job-id"] = submission.JobId;
        // A hint would point a table elsewhere than at the topic that was approved.
        settings["table.dynamic-table-options.enabled"] = "false";
        settings["table.local-time-zone"] = "UTC";
        // A partition that nobody writes to must not hold the windows of all.
        settings["table.exec.source.idle-timeout"] = "30s";
        if (submission.Definition.StateTtlSeconds is { } ttl)
        {
            settings["table.exec.state.ttl"] = $"{ttl}s";
        }

        if (submission.IsRehearsal)
        {
            LeaveNothing(settings);
        }

        if (submission.From is { } from)
        {
            // New in Flink 1.20: GatewayStart sends it to no earlier one, which would ignore it.
            settings["execution.state-recovery.path"] = from;
            // Whatever the cluster is set to: a savepoint that is claimed is deleted once later checkpoints replace it, and is the way back. State that
            // no operator takes isn't dropped in silence.
            settings["execution.state-recovery.claim-mode"] = "NO_CLAIM";
            settings["execution.state-recovery.ignore-unclaimed-state"] = "false";
        }

        return settings;
    }

    public static Dictionary<string, string> Of(ProgramSubmission submission)
    {
        var settings = Of(submission.Name, submission.Definition);
        if (submission.Rehearsal is not null)
        {
            LeaveNothing(settings);
        }

        return settings;
    }

    // What is the same for SQL and for a JAR.
    private static Dictionary<string, string> Of(string name, JobDefinition definition) =>
        new(Restart(definition.Restart), StringComparer.Ordinal)
        {
            ["pipeline.name"] = name,
            ["pipeline.global-job-parameters"] = CarriedDefinition.Of(definition),
            ["parallelism.default"] = definition.Parallelism.ToString(CultureInfo.InvariantCulture),
            ["execution.runtime-mode"] = "streaming",
            ["execution.checkpointing.interval"] = $"{definition.CheckpointSeconds}s",
            // Flink triggers the first one at a random moment after this pause.
            ["execution.checkpointing.min-pause"] = $"{definition.CheckpointSeconds * 500}ms",
            ["execution.checkpointing.mode"] =
                definition.CheckpointsIn == CheckpointMode.ExactlyOnce ? "EXACTLY_ONCE" : "AT_LEAST_ONCE",
            ["execution.checkpointing.externalized-checkpoint-retention"] = "RETAIN_ON_CANCELLATION",
        };

    private static void LeaveNothing(Dictionary<string, string> settings) =>
        settings["execution.checkpointing.externalized-checkpoint-retention"] = "NO_EXTERNALIZED_CHECKPOINTS";

    private static IEnumerable<KeyValuePair<string, string>> Restart(JobRestart? restart) =>
        restart switch
        {
            null => [],
            { Strategy: RestartStrategy.FixedDelay } =>
            [
                new("restart-strategy.type", "fixed-delay"),
                new("restart-strategy.fixed-delay.attempts", Text(restart.Attempts)),
                new("restart-strategy.fixed-delay.delay", $"{Text(restart.DelaySeconds)}s"),
            ],
            { Strategy: RestartStrategy.ExponentialDelay } =>
            [
                new("restart-strategy.type", "exponential-delay"),
                new("restart-strategy.exponential-delay.initial-backoff", $"{Text(restart.DelaySeconds)}s"),
                new("restart-strategy.exponential-delay.max-backoff", $"{Text(restart.MaxDelaySeconds)}s"),
            ],
            _ => [new("restart-strategy.type", "none")],
        };

    private static string Text(int? number) => $"{number}";
}
