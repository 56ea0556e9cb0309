namespace Portal.Core.Access;

/// <summary>A grant as lists show it.</summary>
/// <param name="Granted">What was written down when it was made; null: it isn't in force.</param>
/// <param name="Missing">How many of its entries the cluster doesn't have, as last seen.</param>
public sealed record AccessRow(
    ResourceId Id,
    ClusterId ClusterId,
    string Cluster,
    string Environment,
    string Name,
    TeamId OwnerTeam,
    string Owner,
    string OwnerTitle,
    AccessSpec Spec,
    AccessGrant? Granted,
    int Missing
)
{
    /// <summary>Within this time of its end it is said to expire soon.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>Whether it lets its principal do something with a topic of this name.</summary>
    public bool CountsFor(string topic) => GrantedAcls.Of(Spec).Any(acl => acl.AppliesTo(AclResource.Topic, topic));

    /// <summary>When it ends: as it was granted, or sooner where an access review dropped it. Null: not by itself.</summary>
    public DateTimeOffset? Expires => Granted is null ? Spec.Expires : Granted.ExpiresAt;

    /// <summary>An access review dropped it: it is removed within a minute, and can't be extended.</summary>
    public bool IsDropped { get; init; }

    public bool ExpiresSoon(DateTimeOffset now) => Expires is { } at && at - now <= Soon;

    /// <summary>It ends, and more time can be requested.</summary>
    public bool IsExtensible => Expires is not null && !IsDropped;
}

/// <summary>An entry of a cluster that no grant holds.</summary>
public sealed record UnmanagedAcl(
    ClusterId ClusterId,
    string Cluster,
    string Environment,
    Acl Acl,
    DateTimeOffset FirstSeenAt
);

/// <summary>A cluster and how its ACLs were last read.</summary>
/// <param name="Addresses">Where its Kafka is reached by the portal.</param>
public sealed record AclSource(
    ClusterId Id,
    string Cluster,
    string Environment,
    string Addresses,
    bool Tls,
    AclReading? Reading
);

/// <summary>Who may do what with a topic, or what a principal may do, through what.</summary>
/// <param name="Source">Null when the cluster has no Kafka.</param>
public sealed record AccessAround(
    IReadOnlyList<AccessRow> Grants,
    IReadOnlyList<UnmanagedAcl> Unmanaged,
    AclSource? Source
)
{
    /// <summary>All that lets anybody use consumer groups of the cluster, of grants and beside them.</summary>
    public IReadOnlyList<Acl> OnGroups { get; init; } = [];
}
