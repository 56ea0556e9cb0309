namespace Portal.Core.People;

/// <summary>Somebody signed in on a page, in one browser.</summary>
public sealed class BrowserSession
{
    public long Id { get; private set; }

    /// <summary>SHA-256 of what the cookie carries.</summary>
    public required byte[] KeyHash { get; init; }
    public required PersonId PersonId { get; init; }

    /// <summary>The method that began it: it ends when another is configured.</summary>
    public required SignInMode SignIn { get; init; }

    /// <summary>What the browser called itself when it began.</summary>
    public string Browser { get; init; } = "";

    /// <summary>Where it came from then.</summary>
    public string Address { get; init; } = "";
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The latest, however busy it is.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the sign-in proxy last stated who it is; null: no proxy began it.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>SHA-256 of what the proxy stated.</summary>
    public byte[]? Statement { get; init; }

    /// <summary>When the person last proved who they are at the identity provider; null: no provider began it.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>The key of the provider that began it, in the settings.</summary>
    public string? Provider { get; init; }

    /// <summary>What the provider calls its own session (<c>sid</c>).</summary>
    public string? ProviderSession { get; init; }

    /// <summary>The provider's refresh token, sealed.</summary>
    public byte[]? Renewal { get; init; }

    /// <summary>When the provider is asked again; null: it gave no refresh token.</summary>
    public DateTimeOffset? RenewAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}
