using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>A subject as lists show it: as it was last seen, and who owns it.</summary>
/// <param name="Version">Null until it was seen.</param>
/// <param name="Level">What it sets itself; null: the registry's or its context's is in force.</param>
/// <param name="Drifts">How many of its fields differ from what is wanted, as last seen.</param>
public sealed record SchemaRow(
    string Cluster,
    string Environment,
    string Subject,
    SchemaType? Type,
    SchemaVersion? Version,
    CompatibilityLevel? Level,
    DateTimeOffset? SeenAt,
    string? Owner,
    string? OwnerTitle,
    int Drifts
);
