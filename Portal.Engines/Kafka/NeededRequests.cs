using Portal.Kafka.Client;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <param name="Version">The lowest one that says what the portal has to know; it sends no lower one.</param>
/// <param name="Since">The release of Apache Kafka that it came with.</param>
internal readonly record struct NeededRequest(ApiKey Key, short Version, string Since);

/// <summary>
/// The requests without which a cluster can't be read or changed. Beside those that all systems with Kafka's protocol have,
/// such as ListGroups, and those that it can do without, such as DescribeAcls (<see cref="AccessLook"/>).
/// </summary>
internal static class NeededRequests
{
    /// <summary>What has all of them.</summary>
    public const string Advice =
        "Kafka 3.0 or newer is needed; another system has to have these requests in these versions.";

    public static IReadOnlyList<NeededRequest> All { get; } =
    [
        // Ids of topics.
        new(ApiKey.Metadata, 10, "2.8"),
        new(ApiKey.CreateTopics, 7, "2.8"),
        new(ApiKey.DeleteTopics, 6, "2.8"),
        new(ApiKey.DescribeCluster, 0, "2.8"),
        // Many groups at once.
        new(ApiKey.OffsetFetch, 8, "3.0"),
        new(ApiKey.FindCoordinator, 4, "3.0"),
        // Epochs of leaders.
        new(ApiKey.ListOffsets, 4, "2.1"),
        new(ApiKey.DescribeConfigs, 1, "1.1"),
        new(ApiKey.IncrementalAlterConfigs, 0, "2.3"),
        new(ApiKey.CreatePartitions, 0, "1.0"),
    ];

    /// <summary>What a broker lacks of them, as a fault that names each with its release; null where it has all.</summary>
    public static KafkaException.NotUnderstood? Lacking(KafkaEndpoint at, BrokerVersions understood)
    {
        var lacking = All.Where(needed => !understood.Has(needed.Key, needed.Version))
            .Select(needed => $"{needed.Key} in version {needed.Version} (Kafka has it from {needed.Since} on)")
            .ToList();
        return lacking.Count == 0 ? null : new(at, string.Join(", ", lacking));
    }
}
