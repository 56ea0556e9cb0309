using System.Globalization;
using Portal.Core.Jobs;
using Portal.Kafka.Admin;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>How long brokers let a transaction be open. Whichever coordinates it decides, so the least of them counts.</summary>
internal static class TransactionLook
{
    public static async Task<TimeSpan?> Longest(KafkaAdmin admin, CancellationToken stop)
    {
        var limits = (await admin.BrokerConfig(TransactionLimit.Setting, stop))
            .Select(shown =>
                shown is { Error: ErrorCode.None }
                && int.TryParse(
                    shown.Configs.FirstOrDefault(entry => entry.Name == TransactionLimit.Setting)?.Value,
                    CultureInfo.InvariantCulture,
                    out var ms
                )
                    ? TimeSpan.FromMilliseconds(ms)
                    : (TimeSpan?)null
            )
            .ToList();
        return limits.Count == 0 || limits.Contains(null) ? null : limits.Min();
    }
}
