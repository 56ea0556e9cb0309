using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>A subject whole.</summary>
/// <param name="Versions">Newest first, also those that were deleted in the registry.</param>
/// <param name="Wanted">What is wanted of it; null where the portal doesn't manage it.</param>
public sealed record SchemaDetails(
    SchemaRow Row,
    RegistryRow Registry,
    IReadOnlyList<SeenSchema> Versions,
    SchemaSpec? Wanted,
    TeamId? Owner,
    IReadOnlyList<Drift> Drifts
)
{
    /// <summary>The level in force; null when it isn't known.</summary>
    public CompatibilityLevel? Level => Row.Level ?? Registry.DefaultLevelOf(Row.Subject);

    public SeenSchema? Newest => Versions.FirstOrDefault(v => v.GoneAt is null);
}

/// <summary>What a topic's messages look like, as far as the names of subjects tell.</summary>
/// <param name="Registry">Null: nobody can say, its cluster has none.</param>
/// <param name="Found">Of its values before that of its keys.</param>
/// <param name="Sample">Which ids its newest records carry; null: it wasn't sampled yet.</param>
public sealed record TopicSchemas(RegistryRow? Registry, IReadOnlyList<SchemaDetails> Found, TopicSample? Sample);
