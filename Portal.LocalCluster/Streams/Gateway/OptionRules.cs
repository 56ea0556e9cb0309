using System.Globalization;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Gateway;

/// <summary>
/// Options of a session whose values change the rows of a query, and which this runtime has one value for; and those that would have no effect because
/// their values aren't any.
/// </summary>
internal static class OptionRules
{
    private const string Mode = "execution.runtime-mode";
    private const string Checkpoints = "execution.checkpointing.mode";
    private const string Zone = "table.local-time-zone";
    private const string MaxParallelism = "pipeline.max-parallelism";
    private const string Restart = "restart-strategy.type";

    /// <exception cref="SqlException">It is set to another one.</exception>
    public static void Check(string key, string value)
    {
        var refusal = (key, value.ToUpperInvariant()) switch
        {
            (Mode, not "STREAMING") =>
                $"The option '{Mode}' is '{value}', and the local cluster's stream runtime only has 'streaming'. Set it to 'streaming', or run the query on real Flink.",
            (Checkpoints, not ("EXACTLY_ONCE" or "AT_LEAST_ONCE")) =>
                $"Could not parse value '{value}' for key '{Checkpoints}'. Expected one of: [[EXACTLY_ONCE, AT_LEAST_ONCE]]",
            (Zone, not ("UTC" or "ETC/UTC" or "GMT" or "DEFAULT")) =>
                $"The option '{Zone}' is '{value}', and the local cluster's stream runtime only has 'UTC'. Set it to 'UTC', or run the query on real Flink.",
            (MaxParallelism, not "-1")
                when !int.TryParse(value, CultureInfo.InvariantCulture, out var most)
                    || most is < 1 or > KeyGroups.Most =>
                $"The option '{MaxParallelism}' is '{value}'. It takes a number from 1 to {KeyGroups.Most.ToString(CultureInfo.InvariantCulture)}, or -1.",
            (Restart or "restart-strategy", "FAILURE-RATE" or "FAILURERATE") =>
                $"The option '{key}' is '{value}', and the local cluster's stream runtime has 'none', 'fixed-delay' and 'exponential-delay'. Set it to one of these, or run the job on real Flink.",
            (Restart or "restart-strategy", _) when !PlanOptions.RestartStrategies.ContainsKey(value) =>
                $"Could not parse value '{value}' for key '{key}'.",
            _ => null,
        };
        if (refusal is not null)
        {
            throw new SqlException(refusal);
        }

        if (PlanOptions.Durations.Contains(key))
        {
            PlanOptions.Length(key, value);
        }
    }
}
