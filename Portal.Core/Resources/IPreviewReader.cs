using System.Collections.Immutable;

namespace Portal.Core.Resources;

/// <summary>What a form's preview knows of a kind's resources instead of live answers: what was last seen of them, or nothing yet. Never asks an engine.</summary>
public interface IPreviewReader
{
    ResourceKind Kind { get; }

    /// <remarks>What was seen doesn't carry the engine's own id; the base of a preview is never compared.</remarks>
    Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop);

    /// <summary>Null when nothing was seen yet.</summary>
    Task<ResourceEvidence?> Evidence(LiveEngine live, ResourcePlan plan, CancellationToken stop);

    /// <summary>What stands against a spec by what was last seen, by field; none where nothing is known to.</summary>
    /// <param name="beside">All that the same request is about: what was seen of it will be another.</param>
    Task<IReadOnlyList<FieldProblem>> Problems(
        ResourceRef on,
        ResourceSpec spec,
        IReadOnlyCollection<ResourceRef> beside,
        CancellationToken stop
    ) => Task.FromResult<IReadOnlyList<FieldProblem>>([]);
}

/// <param name="SeenAt">When the engine was last read; null: not yet.</param>
public sealed record PreviewState(LiveEngine Live, DateTimeOffset? SeenAt)
{
    /// <summary>When all that is known of one was read, by name, where that isn't when its engine was; null: a part of it wasn't read yet.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset?> ReadAt { get; init; } =
        ImmutableDictionary<string, DateTimeOffset?>.Empty;

    /// <summary>Nothing that is known of a resource is older; null: not all of it was read yet.</summary>
    public DateTimeOffset? AsOf(string name) => ReadAt.TryGetValue(name, out var at) ? at : SeenAt;
}
