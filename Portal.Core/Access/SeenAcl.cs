using Portal.Core.Clusters;

namespace Portal.Core.Access;

/// <summary>An entry of a cluster as it was last seen.</summary>
public sealed class SeenAcl
{
    public required ClusterId ClusterId { get; init; }
    public required string Principal { get; init; }
    public required AclOperation Operation { get; init; }
    public required AclResource Resource { get; init; }
    public required AclPattern Pattern { get; init; }
    public required string Name { get; init; }
    public required AclPermission Permission { get; init; }
    public required string Host { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }

    public Acl Acl => new(Principal, Operation, Resource, Pattern, Name, Permission, Host);

    public static SeenAcl Of(ClusterId cluster, Acl acl, DateTimeOffset at) =>
        new()
        {
            ClusterId = cluster,
            Principal = acl.Principal,
            Operation = acl.Operation,
            Resource = acl.Resource,
            Pattern = acl.Pattern,
            Name = acl.Name,
            Permission = acl.Permission,
            Host = acl.Host,
            FirstSeenAt = at,
        };
}

/// <summary>How a cluster's ACLs were last read.</summary>
public sealed class AclReading : IClusterReading
{
    public required ClusterId ClusterId { get; init; }

    /// <summary>When all were last told; null: not yet.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>The cluster has no authorizer.</summary>
    public bool IsOff { get; set; }

    /// <summary>Why the newest reading failed; null when it didn't.</summary>
    public string? Failure { get; set; }
    public required DateTimeOffset TriedAt { get; set; }

    /// <summary>When all client quotas were last read; null: not yet.</summary>
    public DateTimeOffset? QuotasReadAt { get; set; }

    /// <summary>Why the newest reading of the quotas failed; null when it didn't.</summary>
    public string? QuotasFailure { get; set; }
}
