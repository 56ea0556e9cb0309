using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Portal.Engines.Secrets;

/// <summary>
/// What of a key of Data Protection lies in the clear, and by which certificate the rest is encrypted. Data Protection encrypts the keys that
/// it makes; what was there before, in the clear or by a former certificate, is encrypted here.
/// </summary>
internal static class KeyEncryption
{
    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName Secret = Protection + "encryptedSecret";
    private static readonly XName IsSecret = Protection + "requiresEncryption";

    /// <summary>Whether none of these certificates opens it.</summary>
    public static bool IsForeign(XElement key, KeyCertificates certificates) =>
        key.Descendants(Secret).Any(e => !IsOfAny(e, certificates));

    /// <summary>Encrypts with the newest certificate what isn't.</summary>
    /// <returns>Whether anything was.</returns>
    public static bool Encrypt(XElement key, KeyCertificates certificates)
    {
        if (certificates.Now is not { } now)
        {
            return false;
        }

        List<XElement> clear = [.. key.Descendants().Where(e => (bool?)e.Attribute(IsSecret) == true)];
        List<XElement> former = [.. key.Descendants(Secret).Where(e => !IsOf(e, now) && IsOfAny(e, certificates))];
        if (clear.Count + former.Count == 0)
        {
            return false;
        }

        var collection = new ServiceCollection();
        certificates.Guard(collection.AddDataProtection());
        using var services = collection.BuildServiceProvider();
        var encryptor = new CertificateXmlEncryptor(now, NullLoggerFactory.Instance);
        var decryptor = new EncryptedXmlDecryptor(services);
        foreach (var element in clear)
        {
            element.ReplaceWith(Encrypted(element, encryptor));
        }

        foreach (var element in former)
        {
            element.ReplaceWith(Encrypted(decryptor.Decrypt(element.Elements().Single()), encryptor));
        }

        return true;
    }

    private static bool IsOfAny(XElement secret, KeyCertificates certificates) =>
        (certificates.Now is { } now && IsOf(secret, now)) || certificates.Former.Any(former => IsOf(secret, former));

    private static bool IsOf(XElement secret, X509Certificate2 certificate) =>
        secret
            .Descendants()
            .Any(e =>
                e.Name.LocalName == "X509Certificate"
                && e.Value.AsSpan().Trim().SequenceEqual(Convert.ToBase64String(certificate.RawData))
            );

    private static XElement Encrypted(XElement plain, CertificateXmlEncryptor encryptor)
    {
        var info = encryptor.Encrypt(plain);
        return new(
            Secret,
            new XAttribute("decryptorType", info.DecryptorType.AssemblyQualifiedName!),
            info.EncryptedElement
        );
    }
}
