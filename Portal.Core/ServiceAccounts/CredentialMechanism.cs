namespace Portal.Core.ServiceAccounts;

/// <summary>How an account proves its password, the stronger one first.</summary>
public enum CredentialMechanism
{
    ScramSha512,
    ScramSha256,
}

public static class CredentialMechanisms
{
    /// <summary>As clients are configured with it.</summary>
    public static string Title(this CredentialMechanism mechanism) =>
        mechanism == CredentialMechanism.ScramSha512 ? "SCRAM-SHA-512" : "SCRAM-SHA-256";

    /// <summary>The one that a second password can be by at the same time.</summary>
    public static CredentialMechanism Other(this CredentialMechanism mechanism) =>
        mechanism == CredentialMechanism.ScramSha512
            ? CredentialMechanism.ScramSha256
            : CredentialMechanism.ScramSha512;
}
