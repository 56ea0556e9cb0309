using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Engines.Secrets;

/// <summary>What the keys in their directory are encrypted with, so that a copy of it opens nothing without the certificate's own key.</summary>
/// <param name="Now">Null: they lie in the clear.</param>
/// <param name="Former">Certificates that some of them may still be encrypted with.</param>
internal sealed record KeyCertificates(X509Certificate2? Now, IReadOnlyList<X509Certificate2> Former)
{
    private const string Pem = "-----BEGIN ";

    /// <exception cref="KeyCertificateException">With which setting is wrong, and why.</exception>
    public static KeyCertificates Of(SecretOptions options) =>
        new(
            options.KeysCertificate is { Length: > 0 } path
                ? Read(nameof(SecretOptions.KeysCertificate), path, options)
                : null,
            [
                .. options.FormerKeysCertificates.Select(former =>
                    Read(nameof(SecretOptions.FormerKeysCertificates), former, options)
                ),
            ]
        );

    /// <summary>Has Data Protection write its keys with the newest one, and read them with any.</summary>
    public void Guard(IDataProtectionBuilder keys)
    {
        if (Now is not null)
        {
            keys.ProtectKeysWithCertificate(Now);
        }

        if (Now is not null || Former.Count > 0)
        {
            keys.UnprotectKeysWithAnyCertificate([.. Former, .. Now is null ? [] : new[] { Now }]);
        }
    }

    private static X509Certificate2 Read(string setting, string path, SecretOptions options)
    {
        try
        {
            var certificate = File.ReadAllText(path).Contains(Pem, StringComparison.Ordinal)
                ? X509Certificate2.CreateFromPemFile(path)
                : X509CertificateLoader.LoadPkcs12FromFile(path, options.KeysCertificatePassword);
            return certificate.GetRSAPrivateKey() is not null
                ? certificate
                : throw new KeyCertificateException(
                    $"Portal:{setting}: {path} has no RSA private key. Keys are encrypted with the certificate and read with that key: give a PKCS#12 file, or a PEM file that holds both."
                );
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new KeyCertificateException(
                $"Portal:{setting}: {path} can't be read: {unreadable.Message} Without it the portal can't read its keys.",
                unreadable
            );
        }
        catch (CryptographicException unfit)
        {
            throw new KeyCertificateException(
                $"Portal:{setting}: {path} is neither a PKCS#12 file that Portal:KeysCertificatePassword opens, nor a PEM file with a certificate and its key: {unfit.Message}",
                unfit
            );
        }
    }
}

/// <summary>A certificate for the keys that can't be used, in words for whoever set it.</summary>
internal sealed class KeyCertificateException : Exception
{
    public KeyCertificateException(string words)
        : base(words) { }

    public KeyCertificateException(string words, Exception why)
        : base(words, why) { }
}
