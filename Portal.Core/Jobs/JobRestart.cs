using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>How a job is started again after a failure.</summary>
public enum RestartStrategy
{
    /// <summary>After a pause that grows with each failure, again and again.</summary>
    ExponentialDelay,

    /// <summary>So many times, after the same pause.</summary>
    FixedDelay,

    /// <summary>Not at all: it fails for good.</summary>
    None,
}

/// <summary>A restart strategy, whatever its Flink has set for all jobs.</summary>
/// <param name="Attempts">Of <see cref="RestartStrategy.FixedDelay"/>: how many times.</param>
/// <param name="DelaySeconds">Before a restart; of <see cref="RestartStrategy.ExponentialDelay"/> before the first.</param>
/// <param name="MaxDelaySeconds">Of <see cref="RestartStrategy.ExponentialDelay"/>: the longest pause.</param>
public sealed record JobRestart(
    RestartStrategy Strategy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Attempts = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? DelaySeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MaxDelaySeconds = null
)
{
    public const int MostAttempts = 1_000_000;
    public const int LongestDelaySeconds = 3_600;

    /// <summary>"fixed-delay: 3 times, 10 s apart".</summary>
    [JsonIgnore]
    public string InWords =>
        Strategy switch
        {
            RestartStrategy.FixedDelay =>
                $"fixed-delay: {Quantity.Of(Attempts ?? 0, "time", "times")}, {Unit.Of(DelaySeconds ?? 0, "s")} apart",
            RestartStrategy.ExponentialDelay =>
                $"exponential-delay: after {Unit.Of(DelaySeconds ?? 0, "s")}, later up to {Unit.Of(MaxDelaySeconds ?? 0, "s")}",
            _ => "none: it fails for good",
        };

    /// <summary>What is wrong with it, by field.</summary>
    public IEnumerable<FieldProblem> Problems()
    {
        if (Strategy == RestartStrategy.FixedDelay && Attempts is not (>= 1 and <= MostAttempts))
        {
            yield return new("restart.attempts", $"Enter 1 to {MostAttempts:N0} restarts; fixed-delay needs them.");
        }
        else if (Strategy != RestartStrategy.FixedDelay && Attempts is not null)
        {
            yield return new("restart.attempts", "Only fixed-delay counts restarts. Leave it out.");
        }

        if (Strategy != RestartStrategy.None && DelaySeconds is not (>= 1 and <= LongestDelaySeconds))
        {
            yield return new("restart.delaySeconds", $"Enter 1 to {LongestDelaySeconds:N0} seconds before a restart.");
        }
        else if (Strategy == RestartStrategy.None && DelaySeconds is not null)
        {
            yield return new("restart.delaySeconds", "Without restarts there is no pause before one. Leave it out.");
        }

        if (Strategy != RestartStrategy.ExponentialDelay && MaxDelaySeconds is not null)
        {
            yield return new("restart.maxDelaySeconds", "Only exponential-delay has a longest pause. Leave it out.");
        }
        else if (
            Strategy == RestartStrategy.ExponentialDelay
            && (MaxDelaySeconds is not (>= 1 and <= LongestDelaySeconds) || MaxDelaySeconds < DelaySeconds)
        )
        {
            yield return new(
                "restart.maxDelaySeconds",
                $"Enter the longest pause: up to {LongestDelaySeconds:N0} seconds, and not below the first one."
            );
        }
    }
}
