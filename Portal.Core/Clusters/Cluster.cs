using Portal.Core.Resources;

namespace Portal.Core.Clusters;

public sealed class Cluster
{
    public ClusterId Id { get; private set; }
    public required string Name { get; set; }
    public required string Environment { get; init; }
    public required string Region { get; init; }

    /// <summary>The id of its Kafka; null until that first answered, and without one.</summary>
    public string? EngineId { get; set; }

    /// <summary>Of its Kafka, as its brokers last showed it; so is the kind of controller.</summary>
    public string? Version { get; set; }
    public string? ControllerKind { get; set; }

    /// <summary>The bundled cluster: development and evaluation only.</summary>
    public bool IsLocal { get; set; }
    public string[] MissingPermissions { get; set; } = [];
    public required DateTimeOffset RegisteredAt { get; init; }
    public DateTimeOffset? DeregisteredAt { get; set; }

    public List<Endpoint> Endpoints { get; init; } = [];

    /// <summary>Null: it has Flink alone, whose jobs use topics of other clusters. One that has a Kafka keeps it.</summary>
    public Endpoint? Kafka => Endpoints.Find(e => e.Kind == EndpointKind.Kafka);
}

public enum EndpointKind
{
    Kafka,
    Registry,
    Flink,
    SqlGateway,

    /// <summary>The Kafka as its stream jobs reach it and sign in.</summary>
    JobKafka,

    /// <summary>The schema registry as its stream jobs reach it and sign in.</summary>
    JobRegistry,

    /// <summary>The Kafka as clients reach it that sign in with a password.</summary>
    PasswordListener,

    /// <summary>The Kafka as clients reach it that sign in with a certificate.</summary>
    CertificateListener,
}

/// <summary>Where an engine answers and how to sign in. The password is a <see cref="Secret"/>, write-only.</summary>
public sealed class Endpoint
{
    public long Id { get; private set; }
    public ClusterId ClusterId { get; private set; }
    public required EndpointKind Kind { get; init; }

    /// <summary>host:port, several by commas.</summary>
    public required string Addresses { get; set; }
    public bool Tls { get; set; }
    public string? CaPem { get; set; }

    /// <summary>PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, or null for none.</summary>
    public string? SaslMechanism { get; set; }

    /// <summary>Null on an HTTP API that has a secret and no certificate: the secret is a bearer token.</summary>
    public string? Username { get; set; }
    public long? SecretId { get; set; }

    /// <summary>Of an HTTP API: what the portal shows of itself, as PEM, to which the secret is the key; null: it isn't asked for one.</summary>
    public string? ClientCertificate { get; set; }

    /// <summary>A <see cref="ConfigReference"/> by which Flink itself reads the password; null where one is stored, or none is needed.</summary>
    public string? PasswordReference { get; set; }

    /// <summary>Of a Flink: see <see cref="JobReach"/>.</summary>
    public string[]? JobClusters { get; set; }

    /// <summary>How an HTTP API is signed in to.</summary>
    public HttpSignInMethod HttpSignIn =>
        ClientCertificate is not null ? HttpSignInMethod.Certificate
        : Username is not null ? HttpSignInMethod.Basic
        : SecretId is not null ? HttpSignInMethod.Bearer
        : HttpSignInMethod.None;
}

/// <summary>Bytes that only Data Protection can read; gone for good once erased.</summary>
public sealed class Secret
{
    public long Id { get; private set; }
    public byte[]? Protected { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ErasedAt { get; set; }
}
