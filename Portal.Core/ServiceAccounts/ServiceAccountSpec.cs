using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>How an account proves its password, the stronger one first.</summary>
public enum CredentialMechanism
{
    ScramSha512,
    ScramSha256,
}

/// <summary>What is wanted of an account that clients sign in to Kafka with.</summary>
/// <param name="Rotation">Which password it has, counted from 1: one more is a new password.</param>
public sealed record ServiceAccountSpec(
    CredentialMechanism Mechanism,
    int Rotation,
    string Owner,
    string Description = ""
) : ResourceSpec(Owner)
{
    [JsonIgnore]
    public override string About => Description;
}

public static class CredentialMechanisms
{
    /// <summary>As clients are configured with it.</summary>
    public static string Title(this CredentialMechanism mechanism) =>
        mechanism == CredentialMechanism.ScramSha512 ? "SCRAM-SHA-512" : "SCRAM-SHA-256";
}
