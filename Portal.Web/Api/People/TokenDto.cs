using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.People;

namespace Portal.Web.Api.People;

/// <summary>A token as it can be shown: everything but itself.</summary>
public sealed record TokenDto(
    long Id,
    string Name,
    [property: Description("The handle of the person or Portal service account it belongs to.")] string Person,
    IReadOnlyList<string> Scopes,
    [property: Description(
        "The tokens it was created with, from the first on: it expires with any of them. Empty: a person created it."
    )]
        IReadOnlyList<long> CreatedWith,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    [property: Description("To the minute; null: never yet.")] DateTimeOffset? LastUsedAt,
    [property: Description("The address of its last use; empty: not known.")] string LastUsedFrom,
    DateTimeOffset? RevokedAt,
    [property: Description("Who created it for a Portal service account; null: it is a person's own.")]
        string? CreatedBy,
    [property: Description("The token that took its place; null: it wasn't rotated.")] long? RotatedTo,
    TokenState State
)
{
    public static TokenDto Of(TokenRow row, DateTimeOffset now) =>
        new(
            row.Id,
            row.Name,
            row.Person,
            row.Scopes,
            row.MadeWith,
            row.CreatedAt,
            row.ExpiresAt,
            row.LastUsedAt,
            row.LastUsedFrom,
            row.RevokedAt,
            row.CreatedBy,
            row.RotatedTo,
            row.StateAt(now)
        );
}

/// <summary>A token to be created for the caller.</summary>
public sealed record TokenRequestDto(
    [property: Description("What will use it."), Length(1, 100)] string Name,
    [property: Description("How long it is good for, from now, in hours."), Range(1, int.MaxValue)] int LifetimeHours,
    [property: Description("read and write; left out: both."), MinLength(1)] IReadOnlyList<string>? Scopes = null
)
{
    // Far beyond any maximum, and still a TimeSpan.
    private const int MostHours = 1_000_000;

    public TokenWish ToWish() => new(Name, Lifetime(LifetimeHours), Scopes ?? TokenScopes.All);

    internal static TimeSpan Lifetime(int hours) => TimeSpan.FromHours(Math.Clamp(hours, -1, MostHours));
}

/// <summary>A token just created.</summary>
public sealed record CreatedTokenDto(
    TokenDto Token,
    [property: Description("The token itself. It is returned only once.")] string Secret
);
