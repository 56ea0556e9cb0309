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
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The latest, however busy it is.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}
