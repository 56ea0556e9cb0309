using Portal.Core.Clusters;

namespace Portal.Core.Access;

/// <summary>A grant as lists show it.</summary>
/// <param name="Granted">What was written down when it was made; null: it isn't in force.</param>
/// <param name="Missing">How many of its entries the cluster doesn't have, as last seen.</param>
public sealed record AccessRow(
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

    /// <summary>The change whose run has it in hand, or that left it behind; null: none.</summary>
    public ChangeId? HeldBy { get; init; }

    /// <summary>False: the change that makes it isn't over, and its ACLs are on the cluster already.</summary>
    public bool IsManaged { get; init; } = true;

    /// <summary>DENY entries, as last seen, that refuse some or all of what it allows.</summary>
    public IReadOnlyList<Acl> Denies { get; init; } = [];

    /// <summary>All that it allows counts, as last seen: none of its ACLs is missing, and no DENY wins over one.</summary>
    public bool IsInForce => Granted is not null && Missing == 0 && Denies.Count == 0;

    /// <summary>Its time is over, and a change that has it in hand keeps its removal waiting.</summary>
    public bool IsOverdue(DateTimeOffset now) => Granted is not null && Expires <= now && HeldBy is not null;

    public bool ExpiresSoon(DateTimeOffset now) => Expires is { } at && at - now <= Soon;

    /// <summary>It ends, and more time can be requested.</summary>
    public bool IsExtensible => Expires is not null && !IsDropped && IsManaged;
}

/// <summary>An entry of a cluster that no grant holds.</summary>
public sealed record UnmanagedAcl(
    ClusterId ClusterId,
    string Cluster,
    string Environment,
    Acl Acl,
    DateTimeOffset FirstSeenAt
)
{
    /// <summary>By which a list of one cluster's goes on.</summary>
    public string Key =>
        $"{Acl.Principal}/{Acl.Resource}/{Acl.Pattern}/{Acl.Name}/{Acl.Operation}/{Acl.Permission}/{Acl.Host}";
}

/// <summary>A cluster and how its ACLs were last read.</summary>
/// <param name="Listeners">Where its clients connect.</param>
public sealed record AclSource(
    ClusterId Id,
    string Cluster,
    string Environment,
    ClientListeners Listeners,
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
    /// <summary>Of a principal: grants to everybody, which count for it too, with the DENY entries that win over them for it alone as well.</summary>
    public IReadOnlyList<AccessRow> ToEverybody { get; init; } = [];

    /// <summary>All that lets anybody use consumer groups of the cluster, of grants and beside them.</summary>
    public IReadOnlyList<Acl> OnGroups { get; init; } = [];
}
