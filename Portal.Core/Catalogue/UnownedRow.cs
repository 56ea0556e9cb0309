using Portal.Core.Resources;

namespace Portal.Core.Catalogue;

/// <summary>Something that is there and that no team owns.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="ShowsAll">All that is wanted of it shows on its engine, so it could be taken over as it is.</param>
/// <param name="NameProblem">Why nothing is requested of what has such a name, in words; null where something is.</param>
public sealed record UnownedRow(
    ResourceKind Kind,
    string Cluster,
    string Environment,
    string Name,
    DateTimeOffset FirstSeenAt,
    bool ShowsAll,
    string? NameProblem
)
{
    /// <summary>A team can take it over as it is.</summary>
    public bool IsClaimable => ShowsAll && NameProblem is null;

    /// <summary>Where it stands in the list.</summary>
    public UnownedKey Key => new(Cluster, Kind.Word, Name);
}

/// <summary>A place in the list, which is by cluster, kind and name. None of a cluster's name and a kind's holds a slash.</summary>
public readonly record struct UnownedKey(string Cluster, string Kind, string Name)
{
    /// <summary>Null when it is none.</summary>
    public static UnownedKey? Read(string? text) =>
        text?.Split('/', 3) is [var cluster, var kind, var name] ? new(cluster, kind, name) : null;

    public override string ToString() => $"{Cluster}/{Kind}/{Name}";
}

/// <summary>Which of them. Null and empty narrow nothing.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="Words">A part of the name.</param>
public sealed record UnownedFilter(
    string? Environment = null,
    IReadOnlyCollection<string>? Kinds = null,
    IReadOnlyCollection<string>? Clusters = null,
    string? Words = null
)
{
    public bool IsEmpty =>
        Words is not { Length: > 0 } && Kinds is not { Count: > 0 } && Clusters is not { Count: > 0 };
}
