using System.Globalization;
using Portal.LocalCluster.Streams.Sql;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>A session's options, as Flink names them.</summary>
public sealed partial class PlanOptions(IReadOnlyDictionary<string, string> all)
{
    public string Name => Get("pipeline.name") ?? "insert-into";

    public string NameOfQuery => Get("pipeline.name") ?? "collect";

    /// <exception cref="SqlException">It is no job's id.</exception>
    public string? JobId =>
        Get("$internal.pipeline.job-id") is not { } id ? null
        : id.Length == 32 && id.All(char.IsAsciiHexDigitLower) ? id
        : throw new SqlException(
            "The option $internal.pipeline.job-id takes a job's id: 32 hexadecimal digits in lower case."
        );

    public int Parallelism =>
        int.TryParse(Get("parallelism.default"), CultureInfo.InvariantCulture, out var number)
            ? Math.Max(1, number)
            : 1;

    /// <summary>How many key groups the keys are divided into, and so the most subtasks; null: as many as Flink's rule gives.</summary>
    public int? MaxParallelism =>
        int.TryParse(Get("pipeline.max-parallelism"), CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    /// <summary>Null: no checkpoints.</summary>
    public TimeSpan? CheckpointInterval =>
        Duration("execution.checkpointing.interval") is { } every && every > TimeSpan.Zero ? every : null;

    /// <summary>As Flink's REST API spells it. A checkpoint is taken between two records here, so each record counts once in it in both modes.</summary>
    public string CheckpointMode =>
        string.Equals(Get("execution.checkpointing.mode"), "AT_LEAST_ONCE", StringComparison.OrdinalIgnoreCase)
            ? "at_least_once"
            : "exactly_once";

    /// <summary>A checkpoint that takes longer has failed. Flink's default.</summary>
    public TimeSpan CheckpointTimeout =>
        Duration("execution.checkpointing.timeout") is { } most && most > TimeSpan.Zero
            ? most
            : TimeSpan.FromMinutes(10);

    /// <summary>Flink's default.</summary>
    public TimeSpan CheckpointPause => Duration("execution.checkpointing.min-pause") ?? TimeSpan.Zero;

    /// <summary>So many checkpoints in a row may fail without the job. Flink's default is none.</summary>
    public int TolerableFailedCheckpoints =>
        int.TryParse(
            Get("execution.checkpointing.tolerable-failed-checkpoints"),
            CultureInfo.InvariantCulture,
            out var number
        )
            ? Math.Max(0, number)
            : 0;

    public string? RestoreFrom => Get("execution.state-recovery.path") ?? Get("execution.savepoint.path");

    public bool IgnoresUnclaimedState => Get("execution.state-recovery.ignore-unclaimed-state") == "true";

    /// <summary>Whether its checkpoints stay when it is cancelled or fails for good.</summary>
    public bool KeepsCheckpoints =>
        Get("execution.checkpointing.externalized-checkpoint-retention") != "NO_EXTERNALIZED_CHECKPOINTS";

    /// <summary>none, fixed-delay, or what is neither: exponential-delay.</summary>
    public string RestartStrategy =>
        NamedStrategy is { } name ? RestartStrategies.GetValueOrDefault(name, ExponentialDelay) : ExponentialDelay;

    /// <summary>A strategy is named: then a job is started again also where no checkpoints are made. Without both, Flink starts none again.</summary>
    public bool NamesRestartStrategy => NamedStrategy is not null;

    public int RestartAttempts =>
        int.TryParse(Get("restart-strategy.fixed-delay.attempts"), CultureInfo.InvariantCulture, out var attempts)
            ? attempts
            : 1;

    /// <summary>Before a restart; with exponential delay before the first. Flink's default.</summary>
    public TimeSpan RestartDelay =>
        Duration(
            RestartStrategy == FixedDelay
                ? "restart-strategy.fixed-delay.delay"
                : "restart-strategy.exponential-delay.initial-backoff"
        ) ?? TimeSpan.FromSeconds(1);

    public TimeSpan LongestRestartDelay =>
        Duration("restart-strategy.exponential-delay.max-backoff") ?? TimeSpan.FromMinutes(1);

    public TimeSpan IdleAfter => Duration("table.exec.source.idle-timeout") ?? TimeSpan.Zero;

    /// <summary>How long state stays that nothing writes to; null: for good.</summary>
    public TimeSpan? StateTtl =>
        Duration("table.exec.state.ttl") is { } length && length > TimeSpan.Zero ? length : null;

    public bool DropsNulls =>
        string.Equals(Get("table.exec.sink.not-null-enforcer"), "DROP", StringComparison.OrdinalIgnoreCase);

    /// <summary>key:value pairs, as a job carries them.</summary>
    public IReadOnlyDictionary<string, string> JobParameters =>
        (Get("pipeline.global-job-parameters") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split(':', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.Ordinal);

    private string? NamedStrategy => Get("restart-strategy.type") ?? Get("restart-strategy");

    private string? Get(string key) => all.GetValueOrDefault(key);

    private TimeSpan? Duration(string key) => Get(key) is { } text ? TimeOf(text) : null;
}
