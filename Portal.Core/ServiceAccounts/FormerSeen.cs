namespace Portal.Core.ServiceAccounts;

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
