namespace Portal.LocalCluster.Quotas;

/// <summary>What a quota can limit. Byte rates and changes of topics are applied here; the others are kept and described, no more.</summary>
internal static class QuotaKeys
{
    public const string Produced = "producer_byte_rate";
    public const string Consumed = "consumer_byte_rate";
    public const string Mutations = "controller_mutation_rate";

    private const string RequestTime = "request_percentage";
    private const string Connections = "connection_creation_rate";

    /// <summary>Why the value can't be, in Kafka's words; null when it can.</summary>
    public static string? Fault(QuotaEntity entity, string key, double value)
    {
        var known = entity.Ip is null ? key is Produced or Consumed or RequestTime or Mutations : key == Connections;
        return !known ? $"Invalid configuration key {key}"
            : value <= 0 ? $"Quota {key} must be greater than 0"
            : key is RequestTime or Mutations ? null
            : value > (key == Connections ? int.MaxValue : long.MaxValue)
                ? $"Proposed value for {key} is too large for {(key == Connections ? "an INT" : "a LONG")}."
            : Math.Abs(value - Math.Floor(value)) > 1e-6 ? $"{key} cannot be a fractional value."
            : null;
    }
}
