using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Engines.Http;

/// <summary>
/// Whom a server's certificate is trusted from. Nothing that it names is fetched, neither issuers nor lists of what was revoked: whoever runs
/// a server would choose what the portal connects to.
/// </summary>
public static class ServerTrust
{
    /// <param name="caPem">The authorities; null: those of the machine.</param>
    /// <exception cref="CryptographicException">What is there isn't PEM.</exception>
    public static X509ChainPolicy Of(string? caPem)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        if (caPem is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPem(caPem);
        }

        return policy;
    }
}
