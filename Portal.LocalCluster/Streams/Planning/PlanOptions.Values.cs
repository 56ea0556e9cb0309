using System.Collections.Immutable;
using System.Globalization;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class PlanOptions
{
    /// <summary>Those that are lengths of time.</summary>
    public static readonly ImmutableHashSet<string> Durations =
    [
        "execution.checkpointing.interval",
        "execution.checkpointing.timeout",
        "execution.checkpointing.min-pause",
        "restart-strategy.fixed-delay.delay",
        "restart-strategy.exponential-delay.initial-backoff",
        "restart-strategy.exponential-delay.max-backoff",
        "table.exec.source.idle-timeout",
        "table.exec.state.ttl",
    ];

    /// <summary>By each of the names that Flink has for one.</summary>
    public static readonly ImmutableDictionary<string, string> RestartStrategies = ImmutableDictionary.CreateRange(
        StringComparer.OrdinalIgnoreCase,
        [
            KeyValuePair.Create("none", "none"),
            KeyValuePair.Create("off", "none"),
            KeyValuePair.Create("disable", "none"),
            KeyValuePair.Create(FixedDelay, FixedDelay),
            KeyValuePair.Create("fixeddelay", FixedDelay),
            KeyValuePair.Create(ExponentialDelay, ExponentialDelay),
            KeyValuePair.Create("exponentialdelay", ExponentialDelay),
        ]
    );

    /// <summary>Of a job that begins without state.</summary>
    public int KeyGroupCount => MaxParallelism ?? KeyGroups.Default(Parallelism);

    /// <exception cref="SqlException">There would be more subtasks than key groups.</exception>
    public void CheckParallelism()
    {
        if (Parallelism > (MaxParallelism ?? KeyGroups.Most))
        {
            throw new SqlException(
                $"'parallelism.default' is {Parallelism.ToString(CultureInfo.InvariantCulture)}, and a job has at most as many subtasks as key groups: {(MaxParallelism ?? KeyGroups.Most).ToString(CultureInfo.InvariantCulture)} ('pipeline.max-parallelism'). Lower the first or raise the second."
            );
        }
    }

    private const string FixedDelay = "fixed-delay";
    private const string ExponentialDelay = "exponential-delay";

    /// <exception cref="SqlException">It is none.</exception>
    public static TimeSpan Length(string key, string text) =>
        TimeOf(text)
        ?? throw new SqlException(
            $"Could not parse value '{text}' for key '{key}': a number and a unit, such as 30 s or 5 min."
        );

    /// <summary>A length of time as Flink writes it: "30s"; null where it is none.</summary>
    public static TimeSpan? TimeOf(string text)
    {
        text = text.Trim();
        var unit = text.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ');
        if (!long.TryParse(text[..^unit.Length].Trim(), CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        try
        {
            return Of(number, unit.ToUpperInvariant());
        }
        catch (Exception beyond) when (beyond is OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static TimeSpan? Of(long number, string unit) =>
        unit switch
        {
            "NS" or "NANO" or "NANOS" or "NANOSECOND" or "NANOSECONDS" => TimeSpan.FromTicks(number / 100),
            "MICRO" or "MICROS" or "MICROSECOND" or "MICROSECONDS" => TimeSpan.FromMicroseconds(number),
            "MS" or "" or "MILLI" or "MILLIS" or "MILLISECOND" or "MILLISECONDS" => TimeSpan.FromMilliseconds(number),
            "S" or "SEC" or "SECS" or "SECOND" or "SECONDS" => TimeSpan.FromSeconds(number),
            "MIN" or "M" or "MINUTE" or "MINUTES" => TimeSpan.FromMinutes(number),
            "H" or "HOUR" or "HOURS" => TimeSpan.FromHours(number),
            "D" or "DAY" or "DAYS" => TimeSpan.FromDays(number),
            _ => null,
        };
}
