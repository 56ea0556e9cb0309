namespace Portal.Core.Resources;

/// <summary>Other resources whose owner is asked for one that belongs to them.</summary>
/// <param name="IsPrefix">All whose names begin so, and not the one of this name.</param>
public sealed record OwnerSource(ResourceKind Kind, ClusterId Cluster, string Name, bool IsPrefix)
{
    /// <summary>None of a kind: what belongs to nobody's is Platform's.</summary>
    public static OwnerSource None(ResourceKind kind, ClusterId cluster) => new(kind, cluster, "", IsPrefix: false);

    public static OwnerSource Of(ResourceRef on) => new(on.Kind, on.Cluster, on.Name, IsPrefix: false);

    /// <summary>The only one there can be; null: all whose names begin so.</summary>
    public ResourceRef? One => IsPrefix ? null : new(Kind, Cluster, Name);

    /// <summary>Whether a resource is one of them.</summary>
    public bool Covers(ResourceRef resource) =>
        resource.Kind == Kind
        && resource.Cluster == Cluster
        && (IsPrefix ? resource.Name.StartsWith(Name, StringComparison.Ordinal) : resource.Name == Name);
}
