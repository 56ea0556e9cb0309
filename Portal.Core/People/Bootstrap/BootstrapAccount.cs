namespace Portal.Core.People.Bootstrap;

/// <summary>The one account that the portal keeps a password of, for the time until an identity provider works. Its row is always there.</summary>
public sealed class BootstrapAccount
{
    public required int Id { get; init; }

    /// <summary>Null: nobody has set it up yet.</summary>
    public PersonId? PersonId { get; set; }

    /// <summary>Null: to be set with a one-time code.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Nobody signs in with it since; null: it is open.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The handle of the platform engineer whose sign-in closed it.</summary>
    public string? ClosedBy { get; set; }
}

/// <summary>A one-time code that sets the account up.</summary>
public sealed class BootstrapLink
{
    /// <summary>SHA-256 of what the log shows.</summary>
    public required byte[] CodeHash { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A wrong password or code.</summary>
public sealed class BootstrapAttempt
{
    public long Id { get; private set; }

    /// <summary>As <see cref="AddressOrigin"/> has it.</summary>
    public required string Address { get; init; }
    public required DateTimeOffset At { get; init; }
}
