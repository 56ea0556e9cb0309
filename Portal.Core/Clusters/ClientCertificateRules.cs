using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Clusters;

/// <summary>What a client certificate and its key must be, as somebody pasted them. Fields are named as the API names them.</summary>
internal static class ClientCertificateRules
{
    private const string Certificate = "clientCertificate";
    private const string Key = "clientKey";

    public static IEnumerable<KeyValuePair<string, string>> Problems(
        HttpCredentials given,
        Uri? url,
        bool keepsKey,
        DateTimeOffset now
    )
    {
        if (OfCertificate(given.Certificate, url, now) is { } certificate)
        {
            return [new(Certificate, certificate)];
        }

        return OfKey(given.Certificate!, given.Secret, keepsKey) is { } key ? [new(Key, key)] : [];
    }

    private static string? OfCertificate(string? pem, Uri? url, DateTimeOffset now) =>
        pem switch
        {
            _ when string.IsNullOrWhiteSpace(pem) => "Enter the certificate that the portal is to show, as PEM.",
            _ when url is { Scheme: not "https" } => "A client certificate is shown over TLS alone. Use https.",
            _ when CertificatePem.TooLong(pem!) is { } words => words,
            _ when CertificatePem.HoldsKey(pem!) =>
                "This holds a private key. It goes into its own field, which is stored encrypted.",
            _ => Expired(pem!, now),
        };

    private static string? Expired(string pem, DateTimeOffset now)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.NotAfter.ToUniversalTime() <= now.UtcDateTime
                ? $"It expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}: have another one issued."
                : null;
        }
        catch (CryptographicException)
        {
            return CertificatePem.NoCertificate;
        }
    }

    private static string? OfKey(string certificate, string? key, bool keeps) =>
        key switch
        {
            null => keeps
                ? null
                : "Enter the private key. It is needed again when the address, the certificate or the authority changes.",
            _ when CertificatePem.TooLong(key) is { } words => words,
            _ when key.Contains("ENCRYPTED", StringComparison.Ordinal) =>
                "This key is protected by a password. Enter it without one; the portal stores it encrypted.",
            _ => Unfit(certificate, key),
        };

    private static string? Unfit(string certificate, string key)
    {
        try
        {
            using var whole = X509Certificate2.CreateFromPem(certificate, key);
            return null;
        }
        catch (Exception unfit) when (unfit is CryptographicException or ArgumentException)
        {
            return "This isn't the certificate's private key in PEM form: it starts with -----BEGIN PRIVATE KEY-----.";
        }
    }
}
