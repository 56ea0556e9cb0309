using Microsoft.Extensions.Options;
using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Security;

/// <summary>The ways to sign in that are offered here.</summary>
public sealed class SaslMechanisms(AccessStore access, IOptions<LocalClusterOptions> options)
{
    private readonly Dictionary<string, string> _plainUsers = options.Value.PlainUsers;

    public string[] Names =>
        [
            .. _plainUsers.Count > 0 ? new[] { PlainServer.Name } : [],
            ScramServer.NameOf(ScramMechanism.Sha256),
            ScramServer.NameOf(ScramMechanism.Sha512),
        ];

    /// <summary>A sign-in by the mechanism; null when it isn't offered.</summary>
    internal ISaslServer? Begin(string mechanism) =>
        !Names.Contains(mechanism, StringComparer.Ordinal) ? null
        : mechanism == PlainServer.Name ? new PlainServer(_plainUsers)
        : new ScramServer(
            mechanism == ScramServer.NameOf(ScramMechanism.Sha256) ? ScramMechanism.Sha256 : ScramMechanism.Sha512,
            access
        );
}
