using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.People;

/// <summary>
/// How an API token is written: a prefix that secret scanners find, 256 random bits, and a checksum, so that what was
/// mistyped or made up is refused without asking the store.
/// </summary>
public static class BearerToken
{
    public const string Prefix = "portal_";
    private const int RandomDigits = 64;
    private const int ChecksumDigits = 8;

    public static string Make()
    {
        var random = RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true);
        return Prefix + random + Checksum(random);
    }

    /// <summary>What the store keeps of a token, or null when the text isn't one.</summary>
    public static byte[]? HashOf(string text)
    {
        if (
            text.Length != Prefix.Length + RandomDigits + ChecksumDigits
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
        )
        {
            return null;
        }

        var random = text.Substring(Prefix.Length, RandomDigits);
        return text.EndsWith(Checksum(random), StringComparison.Ordinal)
            ? SHA256.HashData(Encoding.UTF8.GetBytes(text))
            : null;
    }

    private static string Checksum(string random) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Prefix + random)))[..ChecksumDigits];
}
