using System.Text;

namespace Portal.Core.Clusters;

/// <summary>
/// A cluster as somebody wants it registered. The fields here are all that can be set: no client setting is ever taken
/// from a person by name.
/// </summary>
/// <param name="Addresses">host:port, several by commas; empty without Kafka.</param>
/// <param name="CaPem">Who signed the brokers' certificates; null for what the machine trusts.</param>
/// <param name="SaslMechanism">One of <see cref="SaslMechanisms"/>, or null for none.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
/// <param name="AllowUnencryptedPassword">Whoever registers it confirms <see cref="SendsPasswordUnencrypted"/>.</param>
/// <param name="PasswordListener">Where clients with a password connect; null: where the portal does.</param>
/// <param name="CertificateListener">Where clients with a certificate connect, always by TLS; null: where the portal does.</param>
/// <param name="HasKafka">False: it has Flink alone, and nothing but its name, environment and region is set.</param>
public sealed record ClusterDraft(
    string Name,
    string Environment,
    string Region,
    string Addresses,
    bool Tls = false,
    string? CaPem = null,
    string? SaslMechanism = null,
    string? Username = null,
    string? Password = null,
    bool AllowUnencryptedPassword = false,
    ClientListener? PasswordListener = null,
    ClientListener? CertificateListener = null,
    bool HasKafka = true
)
{
    /// <summary>The password would go over the network as it is, for everybody on the way to read.</summary>
    public bool SendsPasswordUnencrypted => SaslMechanism == SaslMechanisms.Plain && !Tls;

    /// <summary>A registered cluster as a form shows it for editing. The password is write-only and stays out.</summary>
    public static ClusterDraft Of(Cluster cluster) =>
        new(
            cluster.Name,
            cluster.Environment,
            cluster.Region,
            cluster.Kafka?.Addresses ?? "",
            cluster.Kafka?.Tls ?? false,
            cluster.Kafka?.CaPem,
            cluster.Kafka?.SaslMechanism,
            cluster.Kafka?.Username,
            PasswordListener: ClientListener.Of(cluster, EndpointKind.PasswordListener),
            CertificateListener: ClientListener.Of(cluster, EndpointKind.CertificateListener),
            HasKafka: cluster.Kafka is not null
        );

    // Whatever prints this, a log or a failed assertion, doesn't get the password.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Name}, {Environment}, {Region}, {Addresses}, tls {Tls}, {SaslMechanism} {Username}");
        return true;
    }
}

/// <summary>The fields of a <see cref="ClusterDraft"/> as the API and the form name them.</summary>
public static class ClusterField
{
    public const string Name = "name";
    public const string Environment = "environment";
    public const string Region = "region";

    /// <summary>Whether it has one.</summary>
    public const string Kafka = "kafka";
    public const string Addresses = "addresses";
    public const string Tls = "tls";
    public const string CaPem = "caPem";
    public const string SaslMechanism = "saslMechanism";
    public const string Username = "username";
    public const string Password = "password";
    public const string AllowUnencryptedPassword = "allowUnencryptedPassword";
    public const string PasswordListenerAddresses = "passwordListener.addresses";
    public const string PasswordListenerCaPem = "passwordListener.caPem";
    public const string CertificateListenerAddresses = "certificateListener.addresses";
    public const string CertificateListenerCaPem = "certificateListener.caPem";
}

public static class SaslMechanisms
{
    public const string Plain = "PLAIN";
    public const string ScramSha256 = "SCRAM-SHA-256";
    public const string ScramSha512 = "SCRAM-SHA-512";

    public static IReadOnlyList<string> All { get; } = [ScramSha512, ScramSha256, Plain];
}
