using Portal.Core.Changes.Runs;

namespace Portal.Core.ServiceAccounts;

/// <summary>What of service accounts waits for a time.</summary>
public static class ServiceAccountDues
{
    /// <summary>A generated password that nobody looked at is erased. The subject is its row.</summary>
    public static readonly DueKind CredentialErased = new("credential.erased");

    /// <summary>The former password of an account ends. The subject is the account's resource.</summary>
    public static readonly DueKind FormerPasswordEnds = new("former-password.ends");
}
