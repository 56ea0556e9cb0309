using System.Security.Cryptography;
using System.Text;

namespace Portal.Kafka.SignIn;

/// <summary>SCRAM's arithmetic (RFC 5802, section 3) over one hash, the same for both sides.</summary>
public sealed class ScramHash
{
    public static readonly ScramHash Sha256 = new(HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
    public static readonly ScramHash Sha512 = new(HashAlgorithmName.SHA512, SHA512.HashSizeInBytes);

    private readonly HashAlgorithmName _hash;
    private readonly int _bytes;

    private ScramHash(HashAlgorithmName hash, int bytes) => (_hash, _bytes) = (hash, bytes);

    /// <summary>What takes the time: so many iterations for each guess of the password.</summary>
    public byte[] Salted(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, _hash, _bytes);

    public byte[] ClientKey(byte[] salted) => Hmac(salted, "Client Key"u8);

    /// <summary>What a server keeps to check proofs; nobody can sign in with it.</summary>
    public byte[] StoredKey(byte[] clientKey) => CryptographicOperations.HashData(_hash, clientKey);

    /// <summary>What a server keeps to prove that it knows the user.</summary>
    public byte[] ServerKey(byte[] salted) => Hmac(salted, "Server Key"u8);

    public byte[] Signature(byte[] key, byte[] exchanged) => Hmac(key, exchanged);

    /// <summary>The client's proof from its key, or its key from the proof: both are the other one combined with the signature.</summary>
    public byte[] Combined(byte[] keyOrProof, byte[] storedKey, byte[] exchanged)
    {
        var combined = Signature(storedKey, exchanged);
        for (var i = 0; i < combined.Length; i++)
        {
            combined[i] ^= keyOrProof[i];
        }

        return combined;
    }

    private byte[] Hmac(byte[] key, ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(_hash, key, data);
}
