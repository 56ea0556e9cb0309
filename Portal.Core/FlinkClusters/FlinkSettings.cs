namespace Portal.Core.FlinkClusters;

/// <summary>What a JobManager shows of its configuration: only what is set. Each goes by the names of 2.x and of 1.20.</summary>
public sealed class FlinkSettings(IReadOnlyDictionary<string, string> set)
{
    public string? Checkpoints => Either("execution.checkpointing.dir", "state.checkpoints.dir");

    public string? Savepoints => Either("execution.checkpointing.savepoint-dir", "state.savepoints.dir");

    /// <summary>Where checkpoints are kept in memory although a folder is set.</summary>
    public bool KeepsCheckpointsInMemory =>
        Is(Either("execution.checkpointing.storage", "state.checkpoint-storage"), "jobmanager");

    public bool IsHighlyAvailable =>
        Either("high-availability.type", "high-availability") is { } type && !Is(type, "NONE");

    public bool KeepsResults => Is(Either("job-result-store.delete-on-commit"), "false");

    public string? Backend => Either("state.backend.type", "state.backend");

    public string? RetainedCheckpoints =>
        Either("execution.checkpointing.num-retained", "state.checkpoints.num-retained");

    public string? RestartStrategy => Either("restart-strategy.type", "restart-strategy");

    /// <summary>Null where it isn't set: Flink's own default is one.</summary>
    public string? RestartAttempts => Either("restart-strategy.fixed-delay.attempts");

    /// <summary>Null where it isn't set: Flink's own default is one.</summary>
    public string? FailuresPerInterval => Either("restart-strategy.failure-rate.max-failures-per-interval");

    /// <summary>Null where it isn't set: by Flink's own default there is no end of them.</summary>
    public string? AttemptsBeforeReset => Either("restart-strategy.exponential-delay.attempts-before-reset-backoff");

    private string? Either(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (set.GetValueOrDefault(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }

    private static bool Is(string? value, string other) =>
        string.Equals(value, other, StringComparison.OrdinalIgnoreCase);
}
