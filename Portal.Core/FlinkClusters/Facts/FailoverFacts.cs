using System.Globalization;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Wording;

namespace Portal.Core.FlinkClusters.Facts;

/// <summary>Whether jobs have a place to run, and go on after a task manager or the JobManager was lost.</summary>
internal static class FailoverFacts
{
    /// <summary>A job that has used up its attempts is over, so a finite number has to be one that no job reaches.</summary>
    private const int FewAttempts = 1_000;

    public static IEnumerable<FlinkFact> Of(FlinkSight sight)
    {
        yield return Release(sight);
        yield return sight.Slots == 0
            ? FlinkFact.Missing("slots", "No slots", "No job can run.", "Start a task manager.")
            : FlinkFact.Fine(
                "slots",
                $"{Quantity.Of(sight.TaskManagers, "task manager", "task managers")}, {Quantity.Count(sight.FreeSlots)} of {Quantity.Of(sight.Slots, "slot", "slots")} free"
            );
        yield return sight.Settings.IsHighlyAvailable
            ? FlinkFact.Fine(
                "high-availability",
                "Highly available",
                "A JobManager that restarts goes on with its jobs."
            )
            : FlinkFact.Missing(
                "high-availability",
                "Not highly available",
                "A JobManager that restarts forgets its jobs.",
                "Set high-availability.type and high-availability.storageDir."
            );
        if (sight.Settings.IsHighlyAvailable)
        {
            yield return sight.Settings.KeepsResults
                ? FlinkFact.Fine(
                    "job-result-store",
                    "Ids of jobs that ended are kept",
                    "A job is never started twice by one submission."
                )
                : FlinkFact.Missing(
                    "job-result-store",
                    "Ids of jobs that ended are not kept",
                    "A job that is submitted twice can't be refused.",
                    "Set job-result-store.delete-on-commit: false."
                );
        }

        yield return Restarts(sight.Settings);
    }

    // Without a SQL Gateway no SQL starts anyway.
    private static FlinkFact Release(FlinkSight sight)
    {
        const string Name = "version";
        var flink = $"Flink {sight.Version}";
        return
            sight.GatewayVersion is not { } gateway
            || (FlinkRelease.RestoresSql(sight.Version) && FlinkRelease.RestoresSql(gateway))
            ? FlinkFact.Fine(Name, flink)
            : FlinkFact.Missing(
                Name,
                FlinkRelease.RestoresSql(sight.Version) ? $"{flink}, SQL Gateway {gateway}" : flink,
                "It starts no job of SQL from a savepoint or checkpoint, so none can be upgraded, resumed or restored with its state.",
                "Upgrade Flink and its SQL Gateway to 1.20 or later."
            );
    }

    // https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/state/task_failure_recovery/
    private static FlinkFact Restarts(FlinkSettings settings)
    {
        const string Name = "restart-strategy";
        const string Remedy = "Set restart-strategy.type: exponential-delay, or a restart strategy in each job.";
        var attempts = settings.RestartAttempts ?? "1";
        var failures = settings.FailuresPerInterval ?? "1";
        return settings.RestartStrategy?.ToLowerInvariant() switch
        {
            null => FlinkFact.Fine(
                Name,
                "Restart strategy not set",
                "By Flink's own default a job with checkpoints is restarted after every failure."
            ),
            "none" or "off" or "disable" => FlinkFact.Missing(
                Name,
                "Restart strategy none",
                "A job without a restart strategy of its own fails for good at its first failure.",
                Remedy
            ),
            "fixed-delay" or "fixeddelay" when IsFew(attempts) => FlinkFact.Missing(
                Name,
                $"Restart strategy fixed-delay, attempts: {attempts}",
                "A job without a restart strategy of its own fails for good when these are used up, however long it ran in between.",
                Remedy
            ),
            "failure-rate" or "failurerate" when IsFew(failures) => FlinkFact.Missing(
                Name,
                $"Restart strategy failure-rate, max-failures-per-interval: {failures}",
                "A job without a restart strategy of its own fails for good when it fails more often than that.",
                Remedy
            ),
            "exponential-delay"
            or "exponentialdelay" when settings.AttemptsBeforeReset is { } finite && IsFew(finite) => FlinkFact.Missing(
                Name,
                $"Restart strategy exponential-delay, attempts-before-reset-backoff: {finite}",
                "A job without a restart strategy of its own fails for good when it fails more often than that with little time in between.",
                "Remove restart-strategy.exponential-delay.attempts-before-reset-backoff, or set a restart strategy in each job."
            ),
            "exponential-delay"
            or "exponentialdelay"
            or "fixed-delay"
            or "fixeddelay"
            or "failure-rate"
            or "failurerate" => FlinkFact.Fine(
                Name,
                $"Restart strategy {settings.RestartStrategy}",
                "It counts for jobs that set none of their own."
            ),
            _ => FlinkFact.Unknown(
                Name,
                $"Restart strategy {settings.RestartStrategy}",
                "Whether it restarts a job after every failure isn't known.",
                Remedy
            ),
        };
    }

    private static bool IsFew(string attempts) =>
        !int.TryParse(attempts, CultureInfo.InvariantCulture, out var count) || count < FewAttempts;
}
