using System.Text;
using Portal.Core.Clusters;

namespace Portal.Core.JobCredentials;

/// <summary>How a cluster's stream jobs are to reach its Kafka and to sign in.</summary>
/// <param name="Addresses">host:port as Flink reaches them, several by commas; null: those of the cluster as they are now.</param>
/// <param name="CaPem">Who signed the brokers' certificates; null for what Flink's machines trust.</param>
/// <param name="SaslMechanism">One of <see cref="SaslMechanisms"/>, or null for none.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
/// <param name="PasswordReference">In place of a password, a <see cref="ConfigReference"/> by which Flink reads it itself.</param>
/// <param name="AllowUnencryptedPassword">Whoever sets it confirms that PLAIN without TLS sends the password unencrypted.</param>
public sealed record JobKafkaDraft(
    string? Addresses = null,
    bool Tls = false,
    string? CaPem = null,
    string? SaslMechanism = null,
    string? Username = null,
    string? Password = null,
    string? PasswordReference = null,
    bool AllowUnencryptedPassword = false
)
{
    /// <summary>As if the cluster itself were reached so.</summary>
    internal ClusterDraft At(Cluster cluster) =>
        new(
            cluster.Name,
            cluster.Environment,
            cluster.Region,
            ClusterRegister.Blank(Addresses) ?? cluster.Kafka?.Addresses ?? "",
            Tls,
            CaPem,
            SaslMechanism,
            Username,
            Password,
            AllowUnencryptedPassword
        );

    // Whatever prints this, a log or a failed assertion, doesn't get the password.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Addresses}, tls {Tls}, {SaslMechanism} {Username}, {PasswordReference}");
        return true;
    }
}

/// <summary>The fields of a <see cref="JobKafkaDraft"/> that a cluster doesn't have.</summary>
public static class JobKafkaField
{
    public const string PasswordReference = "passwordReference";
}
