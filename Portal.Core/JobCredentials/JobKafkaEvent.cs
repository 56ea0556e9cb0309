using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Teams;

namespace Portal.Core.JobCredentials;

/// <summary>What the audit log keeps of how jobs reach a Kafka: all that was set but the password.</summary>
internal static class JobKafkaEvent
{
    public static AuditEvent Saved(DateTimeOffset now, Caller who, Cluster cluster, Endpoint at) =>
        Of(
            now,
            who,
            cluster,
            "job-kafka.saved",
            $"{who.DisplayName} set how jobs reach Kafka of {cluster.Name}: {Words(at)}.",
            at
        );

    public static AuditEvent Removed(DateTimeOffset now, Caller who, Cluster cluster, Endpoint at) =>
        Of(
            now,
            who,
            cluster,
            "job-kafka.removed",
            $"{who.DisplayName} removed how jobs reach Kafka of {cluster.Name}; the password was erased.",
            at
        );

    private static AuditEvent Of(
        DateTimeOffset now,
        Caller who,
        Cluster cluster,
        string kind,
        string words,
        Endpoint at
    ) =>
        ClusterRegister.Event(
            now,
            who,
            cluster,
            kind,
            words,
            new
            {
                at.Addresses,
                at.Tls,
                at.CaPem,
                at.SaslMechanism,
                at.Username,
                at.PasswordReference,
            }
        );

    private static string Words(Endpoint at) =>
        at.SaslMechanism is null
            ? $"{KafkaProtocol.Of(at)} at {at.Addresses}"
            : $"{KafkaProtocol.Of(at)} at {at.Addresses}, {at.SaslMechanism} as {at.Username}{Reference(at)}";

    private static string Reference(Endpoint at) =>
        at.PasswordReference is { } reference ? $", whose password Flink reads from {reference}" : "";
}
