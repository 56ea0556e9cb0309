namespace Portal.Core.ServiceAccounts;

/// <summary>What a cluster shows of a former password whose time is over.</summary>
public abstract record FormerSeen
{
    private FormerSeen() { }

    /// <summary>The run that has its account in hand replaces it: a password by its mechanism is that run's, shown or not.</summary>
    public sealed record Gone : FormerSeen;

    /// <summary>It isn't shown: it was deleted, or the broker that answers has lost it while others still take it.</summary>
    public sealed record Missing(CredentialMechanism Mechanism) : FormerSeen;

    public sealed record There(CredentialShown Credential) : FormerSeen;

    /// <summary>It isn't known to be the former one, or is the only one: nothing but a change ends it.</summary>
    public sealed record Unclear(string Words) : FormerSeen;
}
