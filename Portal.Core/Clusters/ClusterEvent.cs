using Portal.Core.Audit;
using Portal.Core.Teams;

namespace Portal.Core.Clusters;

/// <summary>What the audit log keeps of a registration and its edits: all that was set but the password.</summary>
internal static class ClusterEvent
{
    public static AuditEvent Registered(DateTimeOffset now, Caller who, Cluster cluster) =>
        ClusterRegister.Event(
            now,
            who,
            cluster,
            "cluster.registered",
            ClientListenerWords.After(
                $"{who.DisplayName} registered {cluster.Name}{(cluster.Kafka is null ? ", without Kafka" : "")}.",
                null,
                cluster
            )
        );

    public static AuditEvent Edited(DateTimeOffset now, Caller who, ClusterDraft before, Cluster cluster) =>
        ClusterRegister.Event(
            now,
            who,
            cluster,
            "cluster.edited",
            ClientListenerWords.After(
                !before.HasKafka && cluster.Kafka is { } kafka
                    ? $"{who.DisplayName} added Kafka to {cluster.Name}: {kafka.Addresses} by {KafkaProtocol.Of(kafka)}."
                    : $"{who.DisplayName} changed how {cluster.Name} is registered.",
                before,
                cluster
            )
        );
}
