using Portal.Core.Clusters;

namespace Portal.Workers.Setup;

/// <summary>A cluster that is registered without a person.</summary>
/// <param name="Registry">Empty: it has none.</param>
/// <param name="Flink">Empty: it has none.</param>
public sealed record FirstCluster(
    string Name,
    string Environment,
    string Bootstrap,
    string Registry,
    string Flink = "",
    string SqlGateway = ""
)
{
    /// <summary>It belongs to this installation: when its ports move, what is registered moves with them.</summary>
    public bool IsBundled { get; init; }

    /// <summary>Where its clients sign in with a password, without TLS; empty: where the portal connects.</summary>
    public string SaslBootstrap { get; init; } = "";

    internal ClientListener? PasswordListener => SaslBootstrap.Length == 0 ? null : new(SaslBootstrap, Tls: false);
}
