using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.Kafka.SignIn;

namespace Portal.Kafka.Client;

/// <summary>A client's side of SCRAM (RFC 5802): the password is proven, never sent.</summary>
internal sealed class Scram(string user, string password, ScramHash hash, string nonce)
{
    /// <summary>Kafka stores none with fewer, and RFC 7677 wants as many: with few, who hears the proof can guess the password.</summary>
    public const int LeastIterations = 4096;

    // A server could keep us busy for minutes with a larger number.
    private const int MostIterations = 1_000_000;

    // "n,,": no channel binding, nobody on whose behalf; also what is sent back in base64 with the proof.
    private const string Opening = "n,,";

    private readonly string _firstBare = $"n={Escape(user)},r={nonce}";
    private byte[]? _expected;

    /// <summary>What the server's challenge asked for, where it was a valid one.</summary>
    public int? Iterations { get; private set; }

    public static Scram For(KafkaSignIn who)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        var hash = who is KafkaSignIn.ScramSha256 ? ScramHash.Sha256 : ScramHash.Sha512;
        return new Scram(who.User, who.Password, hash, nonce);
    }

    public byte[] First() => Encoding.UTF8.GetBytes(Opening + _firstBare);

    /// <summary>The proof for the server's challenge; null when that is not a valid one for our nonce, or too weak.</summary>
    public byte[]? Answer(ReadOnlyMemory<byte> challenge)
    {
        var serverFirst = Encoding.UTF8.GetString(challenge.Span);
        var parts = Parts(serverFirst);
        if (
            !parts.TryGetValue('r', out var bothNonces)
            || !bothNonces.StartsWith(nonce, StringComparison.Ordinal)
            || bothNonces.Length == nonce.Length
            || !parts.TryGetValue('s', out var salt)
            || !int.TryParse(parts.GetValueOrDefault('i'), CultureInfo.InvariantCulture, out var iterations)
            || iterations is < 1 or > MostIterations
            || Decode(salt) is not { } saltBytes
        )
        {
            return null;
        }
        Iterations = iterations;
        if (iterations < LeastIterations)
        {
            return null;
        }
        var withoutProof = $"c={Convert.ToBase64String(Encoding.UTF8.GetBytes(Opening))},r={bothNonces}";
        var signed = Encoding.UTF8.GetBytes($"{_firstBare},{serverFirst},{withoutProof}");
        var salted = hash.Salted(password, saltBytes, iterations);
        var clientKey = hash.ClientKey(salted);
        var proof = hash.Combined(clientKey, hash.StoredKey(clientKey), signed);
        _expected = hash.Signature(hash.ServerKey(salted), signed);
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    public bool ServerKnowsThePassword(ReadOnlyMemory<byte> last) =>
        _expected is not null
        && Parts(Encoding.UTF8.GetString(last.Span)).TryGetValue('v', out var signature)
        && Decode(signature) is { } bytes
        && CryptographicOperations.FixedTimeEquals(bytes, _expected);

    private static string Escape(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    private static Dictionary<char, string> Parts(string message)
    {
        var parts = new Dictionary<char, string>();
        foreach (var part in message.Split(',').Where(part => part.Length > 1 && part[1] == '='))
        {
            parts.TryAdd(part[0], part[2..]);
        }
        return parts;
    }

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
