using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Portal.Kafka.Client;

namespace Portal.Engines.Http;

/// <summary>What a server shows as somebody connects.</summary>
/// <param name="Certificate">Subject, names, issuer and end of its own, for a person; null when none was shown.</param>
/// <param name="AsksForOurs">It asks for a client certificate.</param>
internal readonly record struct ShownByServer(string? Certificate, bool AsksForOurs);

/// <summary>What a certificate that isn't trusted says of itself. It is looked at and refused; nothing is sent.</summary>
internal static class CertificateLook
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <param name="objection">As when connecting to stay: a name may stand for another address by now.</param>
    public static async Task<ShownByServer> At(
        KafkaEndpoint at,
        Func<KafkaEndpoint, IPAddress, string?> objection,
        CancellationToken stop
    )
    {
        string? says = null;
        var asks = false;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(Longest);
        try
        {
            await using var tls = new SslStream(
                await Dialer.Connect(at, objection, Longest, TimeProvider.System, late.Token),
                leaveInnerStreamOpen: false,
                (_, certificate, _, _) =>
                {
                    says = certificate is X509Certificate2 shown ? InWords(shown) : null;
                    return false;
                }
            );
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = at.Host,
                    CertificateChainPolicy = ServerTrust.Of(caPem: null),
                    // Called once more, with what the server has shown, where it asks for ours.
                    LocalCertificateSelectionCallback = (_, _, _, shown, issuers) =>
                    {
                        asks |= shown is not null || issuers.Length > 0;
                        return null!;
                    },
                },
                late.Token
            );
        }
        catch (Exception refused)
            when (refused is AuthenticationException or IOException or KafkaException or OperationCanceledException)
        {
            // Refusing it is the plan.
        }

        return new(says, asks);
    }

    private static string InWords(X509Certificate2 certificate)
    {
        var names = certificate
            .Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(ip => ip.ToString())))
            .ToList();
        var hosts = names.Count == 0 ? "" : $" for {string.Join(", ", names)}";
        return $"“{certificate.Subject}”{hosts}, issued by “{certificate.Issuer}”, valid until {certificate.NotAfter:yyyy-MM-dd}";
    }
}
