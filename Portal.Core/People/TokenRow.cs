namespace Portal.Core.People;

/// <summary>Whether a token can still be used.</summary>
public enum TokenState
{
    Active,
    Expired,
    Revoked,

    /// <summary>Its person's access was taken away, and the token's with it.</summary>
    PersonLeft,

    /// <summary>Its Portal service account is disabled: it works again when that is enabled.</summary>
    AccountDisabled,
}

/// <summary>A token as it can be shown: everything but itself.</summary>
/// <param name="Person">The handle of whose it is, and beside it the name.</param>
/// <param name="MadeWith">The tokens it was made with, from the first on, which it doesn't outlive.</param>
/// <param name="PersonLeft">Whose it is was disabled.</param>
/// <param name="IsOfAccount">A Portal service account has it.</param>
/// <param name="CreatedBy">Who created it for the account; null: it is a person's own.</param>
/// <param name="CreatorLeft">They no longer manage the account, and may have kept a copy.</param>
/// <param name="RotatedTo">The token that took its place.</param>
/// <param name="FirstMadeAt">When the first of those was made; its own making when a person made it.</param>
public sealed record TokenRow(
    long Id,
    string Name,
    PersonId PersonId,
    string Person,
    string PersonName,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<long> MadeWith,
    DateTimeOffset FirstMadeAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string LastUsedFrom,
    bool PersonLeft,
    bool IsOfAccount,
    string? CreatedBy,
    bool CreatorLeft,
    long? RotatedTo
)
{
    public TokenState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? TokenState.Revoked
        : ExpiresAt <= now ? TokenState.Expired
        : PersonLeft ? (IsOfAccount ? TokenState.AccountDisabled : TokenState.PersonLeft)
        : TokenState.Active;
}
