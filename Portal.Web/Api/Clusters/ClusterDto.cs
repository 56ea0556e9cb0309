using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;

namespace Portal.Web.Api.Clusters;

/// <summary>A registered cluster: how it is reached, and how it is. A password goes in and never comes out.</summary>
public sealed record ClusterDto(
    string Name,
    string Environment,
    string Region,
    [property: Description("False: it has Flink alone, and what is about Kafka is null or empty.")] bool Kafka,
    [property: Description("host:port, several by commas; null without Kafka.")] string? Addresses,
    [property: Description("Null without Kafka.")] bool? Tls,
    string? SaslMechanism,
    string? Username,
    [property: Description("Null without Kafka.")] bool? HasPassword,
    [property: Description("Where clients with a password (SCRAM) connect; null: where the portal does.")]
        PasswordListenerDto? PasswordListener,
    [property: Description("Where clients with a certificate (mTLS) connect; null: where the portal does.")]
        CertificateListenerDto? CertificateListener,
    [property: Description("Of its Kafka, or without one of its Flink, as it was last read.")] ClusterStatus Status,
    string? Reason,
    [property: Description("The id of its Kafka.")] string? EngineId,
    [property: Description("Of its Kafka, as its brokers last showed it.")] string? Version,
    [property: Description("KRaft or ZooKeeper, as its brokers last showed it; null: unknown.")] string? ControllerKind,
    [property: Description("The bundled cluster: for development and evaluation only.")] bool IsLocalEvaluation,
    [property: Description("What the portal may not see or do there, in words.")]
        IReadOnlyList<string> MissingPermissions,
    IReadOnlyList<BrokerDto> Brokers,
    CollectorDto? Collector,
    [property: Description("Null without Kafka, and before it answered for the first time.")] int? Topics,
    [property: Description("Null without Kafka, and before it answered for the first time.")] int? Groups,
    DateTimeOffset RegisteredAt
)
{
    public static ClusterDto Of(ClusterRow row)
    {
        var (cluster, kafka) = (row.Cluster, row.Cluster.Kafka);
        var seen = kafka is null ? null : row.Seen;
        return new(
            cluster.Name,
            cluster.Environment,
            cluster.Region,
            kafka is not null,
            kafka?.Addresses,
            kafka?.Tls,
            kafka?.SaslMechanism,
            kafka?.Username,
            kafka is null ? null : kafka.SecretId is not null,
            PasswordListenerDto.Of(ClientListener.Of(cluster, EndpointKind.PasswordListener)),
            CertificateListenerDto.Of(ClientListener.Of(cluster, EndpointKind.CertificateListener)),
            row.Condition.Status,
            row.Condition.Reason,
            cluster.EngineId,
            cluster.Version,
            cluster.ControllerKind,
            cluster.IsLocal,
            cluster.MissingPermissions,
            [.. seen?.Brokers.Select(BrokerDto.Of) ?? []],
            seen is null ? null : CollectorDto.Of(seen.Collector),
            seen is null ? null : row.Topics,
            seen is null ? null : row.Groups,
            cluster.RegisteredAt
        );
    }
}

public sealed record BrokerDto(
    int Id,
    string Host,
    int Port,
    string? Rack,
    bool IsController,
    [property: Description("It answered in the newest round.")] bool Answers,
    DateTimeOffset? AnsweredAt
)
{
    public static BrokerDto Of(BrokerSnapshot seen) =>
        new(seen.Id, seen.Host, seen.Port, seen.Rack, seen.IsController, seen.Answers, seen.AnsweredAt);
}

/// <summary>How reading a cluster goes.</summary>
public sealed record CollectorDto(
    [property: Description("When the newest round read its figures.")] DateTimeOffset? RoundAt,
    [property: Description("When every request was last answered.")] DateTimeOffset? WholeAt,
    double? TookSeconds,
    int? Requests,
    double EverySeconds,
    string? Complaint,
    [property: Description("Partitions that did not answer in the newest round.")] int UnknownPartitions
)
{
    public static CollectorDto Of(CollectorSnapshot seen) =>
        new(
            seen.CycleAt,
            seen.WholeAt,
            seen.Took?.TotalSeconds,
            seen.Requests,
            seen.Every.TotalSeconds,
            seen.Complaint,
            seen.UnknownPartitions
        );
}
