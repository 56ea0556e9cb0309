using Portal.Kafka.Messages;
using Portal.Kafka.SignIn;

namespace Portal.LocalCluster.Security;

/// <summary>What is kept of a password for one mechanism: enough to check a proof, not enough to make one.</summary>
public sealed record ScramCredential(int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    // A record would print its keys.
    public override string ToString() => $"{Iterations} iterations";

    public static ScramCredential From(ScramMechanism mechanism, int iterations, byte[] salt, byte[] salted)
    {
        var hash = HashOf(mechanism);
        return new(iterations, salt, hash.StoredKey(hash.ClientKey(salted)), hash.ServerKey(salted));
    }

    public static ScramHash HashOf(ScramMechanism mechanism) =>
        mechanism == ScramMechanism.Sha256 ? ScramHash.Sha256 : ScramHash.Sha512;
}

/// <summary>A user can have one credential for each mechanism.</summary>
public readonly record struct CredentialKey(string User, ScramMechanism Mechanism);
