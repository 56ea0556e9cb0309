namespace Portal.Core.People.Federation;

/// <summary>Who a person is at an identity provider: found by issuer and subject, never by name or e-mail address.</summary>
public sealed class ExternalIdentity
{
    public long Id { get; private set; }

    /// <summary>The provider's key in the settings.</summary>
    public required string Provider { get; set; }
    public required string Issuer { get; init; }
    public required string Subject { get; init; }
    public required PersonId PersonId { get; init; }
    public string Email { get; set; } = "";
    public DateTimeOffset SignedInAt { get; set; }

    /// <summary>By <see cref="FederationOptions.AccessLasts"/> after the last sign-in; until then what the provider said counts.</summary>
    public required DateTimeOffset AccessEndsAt { get; set; }
}

/// <summary>A claim that rules may name, as it was at the last sign-in.</summary>
public sealed class IdentityClaim
{
    public required long IdentityId { get; init; }
    public required string Claim { get; init; }
    public required string Value { get; init; }
}
