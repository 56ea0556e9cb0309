namespace Portal.Core.People;

/// <summary>What a session that an identity provider began, or confirmed again, keeps of it.</summary>
/// <param name="Provider">Its key in the settings.</param>
/// <param name="Session">What it calls its own session (<c>sid</c>); null: it didn't say.</param>
/// <param name="ProvedAt">When the person proved there who they are.</param>
/// <param name="Renewal">Its refresh token, sealed; null: it gave none.</param>
/// <param name="RenewAt">When it is asked again; null: never.</param>
public sealed record ProviderStay(
    string Provider,
    string? Session,
    DateTimeOffset ProvedAt,
    byte[]? Renewal,
    DateTimeOffset? RenewAt
);
