using System.Collections.Immutable;

namespace Portal.Core.Resources;

/// <summary>One kind's resources on one cluster as a plan is made from them: live answers for the plan that binds, the newest snapshot for a preview.</summary>
/// <param name="EngineId">The engine's own id; empty when it has none, or isn't known.</param>
/// <param name="Resources">Those that the change names; null where there is none.</param>
/// <param name="Collisions">By name to be created, a resource there that the engine can't keep apart from it.</param>
/// <param name="Nodes">How many nodes the engine has; null when not known.</param>
public record LiveEngine(
    ResourceKind Kind,
    ClusterId Cluster,
    string EngineId,
    ImmutableSortedDictionary<string, ResourceState?> Resources,
    IReadOnlyDictionary<string, string> Collisions,
    int? Nodes = null
)
{
    public EngineBase ToBase() =>
        new(
            Kind,
            Cluster,
            EngineId,
            Resources.ToImmutableSortedDictionary(r => r.Key, r => r.Value?.ToBase(), StringComparer.Ordinal)
        );

    /// <summary>Whether nothing is left of what a spec only removes: that is managed by nobody once it is applied. False for every other spec.</summary>
    public virtual bool LacksAll(ResourceSpec removal) => false;

    public ResourceRef On(string name) => new(Kind, Cluster, name);

    /// <summary>Of what is there, the incarnation.</summary>
    public IEnumerable<KeyValuePair<ResourceRef, EngineId?>> There =>
        from resource in Resources
        where resource.Value is not null
        select KeyValuePair.Create(On(resource.Key), (EngineId?)resource.Value.Incarnation);
}

/// <summary>The live state a plan was computed from, of one kind on one cluster.</summary>
/// <param name="EngineId">The engine's own id: another one at the same address gets nothing written.</param>
/// <param name="Resources">By name, ordinal order; null where nothing of that name was there.</param>
public sealed record EngineBase(
    ResourceKind Kind,
    ClusterId Cluster,
    string EngineId,
    ImmutableSortedDictionary<string, ResourceBase?> Resources
);
