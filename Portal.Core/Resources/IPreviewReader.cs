namespace Portal.Core.Resources;

/// <summary>
/// What a form's preview knows of a kind's resources instead of live answers: the newest snapshot, or nothing yet. Never waits and
/// never asks an engine.
/// </summary>
public interface IPreviewReader
{
    ResourceKind Kind { get; }

    /// <remarks>A snapshot doesn't carry the engine's own id; the base of a preview is never compared.</remarks>
    LiveEngine Live(ClusterId cluster, IReadOnlyCollection<string> names);

    /// <summary>Null when nothing was seen yet.</summary>
    ResourceEvidence? Evidence(LiveEngine live, ResourcePlan plan);

    /// <summary>When the cluster was last read; null: not yet.</summary>
    DateTimeOffset? SeenAt(ClusterId cluster);
}
