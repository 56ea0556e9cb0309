using System.Text;

namespace Portal.Core.Clusters;

/// <summary>How a cluster is reached and signed in to.</summary>
/// <param name="CaPem">Null: what the machine trusts.</param>
public sealed record ClusterAccess(
    IReadOnlyList<BootstrapAddress> Addresses,
    bool Tls,
    string? CaPem = null,
    ClusterSignIn? SignIn = null
);

/// <param name="Mechanism">One of <see cref="SaslMechanisms"/>.</param>
public sealed record ClusterSignIn(string Mechanism, string Username, ClusterPassword Password);

/// <summary>A password as it was typed just now, or as it lies sealed in the store.</summary>
public abstract record ClusterPassword
{
    private ClusterPassword() { }

    public sealed record Typed(string Plain) : ClusterPassword
    {
        // Never printed.
        protected override bool PrintMembers(StringBuilder builder) => false;
    }

    /// <param name="Sealed">Null once erased.</param>
    public sealed record Stored(byte[]? Sealed) : ClusterPassword;
}

/// <summary>Makes a secret unreadable to everybody but the adapters that sign in with it.</summary>
public interface ISecretSeal
{
    byte[] Seal(string plain);
}
