using System.Globalization;
using Portal.Core.Jobs;
using Portal.Kafka.Admin;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>How long brokers let a transaction be open. Whichever coordinates it decides, so the least of them counts.</summary>
internal static class TransactionLook
{
    public static async Task<(TimeSpan? Longest, string? Unknown)> Longest(KafkaAdmin admin, CancellationToken stop) =>
        Of(await admin.BrokerConfig(TransactionLimit.Setting, stop));

    /// <param name="shown">By broker; null where it answered nothing.</param>
    public static (TimeSpan? Longest, string? Unknown) Of(IReadOnlyList<DescribeConfigsResponse.Result?> shown)
    {
        var limits = shown.Select(Limit).ToList();
        return limits.Count == 0 || limits.Contains(null) ? (null, Why(shown)) : (limits.Min(), null);
    }

    private static TimeSpan? Limit(DescribeConfigsResponse.Result? shown) =>
        shown is { Error: ErrorCode.None }
        && int.TryParse(
            shown.Configs.FirstOrDefault(entry => entry.Name == TransactionLimit.Setting)?.Value,
            CultureInfo.InvariantCulture,
            out var ms
        )
            ? TimeSpan.FromMilliseconds(ms)
            : null;

    private static string Why(IReadOnlyList<DescribeConfigsResponse.Result?> shown) =>
        shown.FirstOrDefault(result => result is { Error: not ErrorCode.None }) switch
        {
            { Error: ErrorCode.ClusterAuthorizationFailed } =>
                "The portal lacks the permission DescribeConfigs on the cluster.",
            { } refused =>
                $"A broker refused to show its settings: {KafkaFaults.Describe(refused.Error, refused.ErrorMessage).TrimEnd('.')}.",
            null => "Its brokers don't show the setting.",
        };
}
