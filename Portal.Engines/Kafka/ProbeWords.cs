using System.Net;
using Portal.Core.Clusters;
using Portal.Engines.Http;
using Portal.Kafka.Client;

namespace Portal.Engines.Kafka;

/// <summary>What went wrong with a first connection, for who typed it: what, why, what to do, and beside which field.</summary>
internal static class ProbeWords
{
    public static async Task<ProbeAnswer.Failed> Of(
        ClusterAccess access,
        KafkaException fault,
        Func<KafkaEndpoint, IPAddress, string?> objection,
        CancellationToken stop
    ) =>
        fault switch
        {
            KafkaException.TlsRefused refused => await Tls(access, refused, objection, stop),
            KafkaException.SignInTooWeak => new(
                $"{fault.Message} Set the user's SCRAM credentials again, with at least as many iterations.",
                ClusterField.SaslMechanism
            ),
            KafkaException.SignInRefused when fault.Message.Contains("isn't offered", StringComparison.Ordinal) => new(
                fault.Message,
                ClusterField.SaslMechanism
            ),
            KafkaException.SignInRefused => new(
                $"{fault.Message} Check the user and the password.",
                ClusterField.Password
            ),
            KafkaException.NoAnswer when !access.Tls => new(
                $"{fault.Message} Check host and port; if the port speaks TLS, switch TLS on.",
                ClusterField.Addresses
            ),
            KafkaException.Garbled when !access.Tls => new(
                $"{fault.Message} If it does, switch TLS on; if not, this isn't Kafka.",
                ClusterField.Addresses
            ),
            KafkaException.ConnectionLost when access.SignIn is null => new(
                $"{fault.Message} If it does, choose how to sign in; if the port speaks TLS, switch TLS on.",
                ClusterField.Addresses
            ),
            KafkaException.NotUnderstood => new($"{fault.Message} {NeededRequests.Advice}", ClusterField.Addresses),
            _ => new(fault.Message, ClusterField.Addresses),
        };

    private static async Task<ProbeAnswer.Failed> Tls(
        ClusterAccess access,
        KafkaException.TlsRefused refused,
        Func<KafkaEndpoint, IPAddress, string?> objection,
        CancellationToken stop
    ) =>
        await CertificateLook.At(refused.At, objection, stop) is { Certificate: { } certificate }
            ? new(
                $"{refused.Message} The certificate there: {certificate}. "
                    + (
                        access.CaPem is null
                            ? "If its issuer is your own authority, give that authority's certificate."
                            : "It has to be signed by the authority given here, and name the host."
                    ),
                ClusterField.CaPem
            )
            : new($"{refused.Message} If the port doesn't speak TLS, switch TLS off.", ClusterField.Addresses);
}
