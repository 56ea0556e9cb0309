using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Tests.Clusters;

/// <summary>A certificate for the keys, in a file with its RSA key.</summary>
internal static class KeyCertificate
{
    /// <param name="password">Null: PEM.</param>
    public static string In(string folder, string file, string? password = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=portal-keys",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var path = Path.Combine(folder, file);
        if (password is null)
        {
            File.WriteAllText(path, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        }
        else
        {
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        }

        return path;
    }
}
