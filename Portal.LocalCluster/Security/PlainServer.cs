using System.Security.Cryptography;
using System.Text;

namespace Portal.LocalCluster.Security;

/// <summary>
/// PLAIN (RFC 4616): the password itself is sent, so it is for a line that nobody else hears. Its users are those of the configuration, as
/// in Kafka, and can't be changed while the cluster runs.
/// </summary>
/// <param name="passwords">By user.</param>
internal sealed class PlainServer(IReadOnlyDictionary<string, string> passwords) : ISaslServer
{
    public const string Name = "PLAIN";

    public string Mechanism => Name;

    public SaslStep Next(ReadOnlySpan<byte> message)
    {
        var parts = Encoding.UTF8.GetString(message).Split('\0');
        if (parts is not [var onBehalfOf, var user, var password])
        {
            return SaslStep.Refused($"Invalid SASL/PLAIN response: expected 3 tokens, got {Math.Min(parts.Length, 4)}");
        }

        return user.Length == 0 ? SaslStep.Refused("Authentication failed: username not specified")
            : password.Length == 0 ? SaslStep.Refused("Authentication failed: password not specified")
            : !IsRight(user, password) ? SaslStep.Refused("Authentication failed: Invalid username or password")
            : onBehalfOf.Length > 0 && onBehalfOf != user ? SaslStep.Refused(SignInWords.OnBehalfOfAnother)
            : new SaslStep([], user);
    }

    // Hashes are compared: equally long, whatever was sent, also where there is no such user.
    private bool IsRight(string user, string password)
    {
        var isKnown = passwords.TryGetValue(user, out var right);
        return CryptographicOperations.FixedTimeEquals(Hash(password), Hash(right ?? "")) && isKnown;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
