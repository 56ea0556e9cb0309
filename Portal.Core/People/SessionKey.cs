using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.People;

/// <summary>What a cookie carries, and nobody can guess. Only its hash is stored.</summary>
internal static class SessionKey
{
    public static string New() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <returns>SHA-256.</returns>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
