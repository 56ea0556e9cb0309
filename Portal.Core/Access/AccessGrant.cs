namespace Portal.Core.Access;

/// <summary>A grant as it was last made, by the name that the portal knows it by.</summary>
public sealed class AccessGrant
{
    public long Id { get; private set; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required string Principal { get; set; }

    /// <summary>Null: a pattern, or every topic.</summary>
    public string? Topic { get; set; }

    /// <summary>Of the topic it was granted on.</summary>
    public string? TopicId { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Which granted it, or changed it last.</summary>
    public required RunId RunId { get; set; }
    public required DateTimeOffset GrantedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>An entry that a grant holds.</summary>
public sealed class AccessAcl
{
    public required long GrantId { get; init; }
    public required string Principal { get; init; }
    public required AclOperation Operation { get; init; }
    public required AclResource Resource { get; init; }
    public required AclPattern Pattern { get; init; }
    public required string Name { get; init; }
    public required AclPermission Permission { get; init; }
    public required string Host { get; init; }

    /// <summary>It was there before any grant held it.</summary>
    public required bool Adopted { get; init; }

    public Acl Acl => new(Principal, Operation, Resource, Pattern, Name, Permission, Host);

    public static AccessAcl Of(long grant, Acl acl, bool adopted) =>
        new()
        {
            GrantId = grant,
            Principal = acl.Principal,
            Operation = acl.Operation,
            Resource = acl.Resource,
            Pattern = acl.Pattern,
            Name = acl.Name,
            Permission = acl.Permission,
            Host = acl.Host,
            Adopted = adopted,
        };
}
