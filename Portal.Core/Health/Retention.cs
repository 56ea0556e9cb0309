namespace Portal.Core.Health;

/// <summary>What a topic's cleanup removes, from its configs; a compacted topic that deletes nothing has neither.</summary>
/// <param name="Time">retention.ms; null: for ever.</param>
/// <param name="BytesPerPartition">retention.bytes; null: without limit.</param>
public sealed record Retention(TimeSpan? Time, long? BytesPerPartition)
{
    public static readonly Retention ForEver = new(null, null);

    public static Retention Of(IReadOnlyDictionary<string, Topics.LiveConfig> configs)
    {
        if (configs.TryGetValue("cleanup.policy", out var policy) && policy.Value?.Contains("delete") == false)
        {
            return ForEver;
        }

        var time = Number(configs, "retention.ms");
        return new Retention(
            time is { } ms
                ? TimeSpan.FromMilliseconds(Math.Min(ms, long.MaxValue / TimeSpan.TicksPerMillisecond))
                : null,
            Number(configs, "retention.bytes")
        );
    }

    private static long? Number(IReadOnlyDictionary<string, Topics.LiveConfig> configs, string name) =>
        configs.TryGetValue(name, out var config) && long.TryParse(config.Value, out var value) && value >= 0
            ? value
            : null;
}
