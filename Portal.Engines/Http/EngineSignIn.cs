using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Engines.Secrets;

namespace Portal.Engines.Http;

/// <summary>How the portal signs in to an HTTP API: by a header of each request, or by a certificate that it shows as it connects.</summary>
internal sealed record EngineSignIn(AuthenticationHeaderValue? Header, SslStreamCertificateContext? Certificate = null)
{
    public static EngineSignIn Basic(string username, string? password) =>
        new(
            new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))
            )
        );

    /// <summary>Null: nobody signs in.</summary>
    public static EngineSignIn? Of(HttpSignIn? signIn, SecretVault vault) =>
        signIn is null ? null : Of(signIn.Username, signIn.Certificate, vault.Plain(signIn.Secret));

    /// <summary>As it is registered. Null: nobody signs in.</summary>
    /// <exception cref="EngineException">Transient: the secret was replaced since the registration was read. Final: it can't be read.</exception>
    public static async Task<EngineSignIn?> Stored(
        PortalDb db,
        SecretVault vault,
        string? username,
        long? secretId,
        string? certificate,
        CancellationToken stop
    )
    {
        var secret = secretId is { } id
            ? vault.OpenCurrent(
                await db.Set<Secret>().Where(s => s.Id == id).Select(s => s.Protected).SingleAsync(stop)
            )
            : null;
        return username is null && secret is null ? null : Of(username, certificate, secret);
    }

    private static EngineSignIn Of(string? username, string? certificate, string? secret) =>
        certificate is not null ? new(null, Shown(certificate, secret!))
        : username is not null ? Basic(username, secret)
        : new(new AuthenticationHeaderValue("Bearer", secret));

    private static SslStreamCertificateContext Shown(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        return SslStreamCertificateContext.Create(
            X509Certificate2.CreateFromPem(certificate, key),
            chain,
            offline: true // nothing that it names is fetched
        );
    }
}
