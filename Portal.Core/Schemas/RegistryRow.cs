using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>A registered registry and how it was last read.</summary>
/// <param name="ReadAt">Null: not yet.</param>
/// <param name="Failure">Why the newest reading failed; null when it didn't.</param>
/// <param name="Unread">Which subjects that reading left as they were, and why; null: none.</param>
public sealed record RegistryRow(
    ClusterId Id,
    string Cluster,
    string Environment,
    string Url,
    CompatibilityLevel? Level,
    DateTimeOffset? ReadAt,
    string? Failure,
    string? Unread = null
)
{
    /// <summary>The level in force for a subject that sets none; null: unknown. A context may have one of its own, which isn't read.</summary>
    public CompatibilityLevel? DefaultLevelOf(string subject) => SubjectContext.Of(subject).Length == 0 ? Level : null;
}
