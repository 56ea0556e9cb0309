using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Clusters;

/// <summary>The certificate of an authority as somebody pasted it.</summary>
internal static class CertificatePem
{
    public const string NoCertificate =
        "This isn't a certificate in PEM form: it starts with -----BEGIN CERTIFICATE-----.";

    private const int Longest = 64 * 1024;

    /// <summary>Why it can't be used, in words; null when it can, or when there is none.</summary>
    public static string? Problem(string? pem, bool isTls)
    {
        if (string.IsNullOrWhiteSpace(pem))
        {
            return null;
        }

        if (!isTls)
        {
            return "A certificate authority counts only with TLS: switch TLS on or leave this empty.";
        }

        if (TooLong(pem) is { } words)
        {
            return words;
        }

        if (HoldsKey(pem))
        {
            return "This holds a private key. Only the certificate is needed; treat that key as leaked.";
        }

        return Holds(pem) ? null : NoCertificate;
    }

    /// <summary>In words; null: it isn't.</summary>
    public static string? TooLong(string pem) =>
        pem.Length > Longest ? $"That is too long: at most {Longest / 1024}\u00A0KB." : null;

    public static bool HoldsKey(string pem) => pem.Contains("PRIVATE KEY", StringComparison.Ordinal);

    private static bool Holds(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }
}
