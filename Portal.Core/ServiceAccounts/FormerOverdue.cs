namespace Portal.Core.ServiceAccounts;

/// <summary>A former password whose time is over while a run has its account in hand.</summary>
/// <param name="Change">The change of that run.</param>
/// <param name="Until">When it was to end.</param>
/// <param name="IsReplacement">
/// The run itself gives the account its new password. Nobody can see that before the change is over, and it may be taken back: without the former one
/// no client could sign in.
/// </param>
public sealed record FormerOverdue(ChangeId Change, DateTimeOffset Until, bool IsReplacement);

/// <summary>What a cluster shows of a former password whose time is over.</summary>
public abstract record FormerSeen
{
    private FormerSeen() { }

    /// <summary>It was deleted, or replaced.</summary>
    public sealed record Gone : FormerSeen;

    public sealed record There(CredentialShown Credential) : FormerSeen;

    /// <summary>It isn't known to be the former one, or is the only one: nothing but a change ends it.</summary>
    public sealed record Unclear(string Words) : FormerSeen;
}
