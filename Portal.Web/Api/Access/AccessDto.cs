using System.ComponentModel;
using Portal.Core.Access;
using Portal.Core.Catalogue;

namespace Portal.Web.Api.Access;

/// <summary>A grant as lists show it.</summary>
public sealed record GrantRowDto(
    string Cluster,
    string Environment,
    string Name,
    [property: Description("The team that owns the data.")] string Owner,
    AccessSpecDto Spec,
    [property: Description("Its labels by key.")] IReadOnlyDictionary<string, string> Labels,
    [property: Description("When it was granted; null while it isn't in force.")] DateTimeOffset? GrantedAt,
    [property: Description(
        "When it ends: `spec.expires`, or sooner where an access review dropped it. Null: not by itself."
    )]
        DateTimeOffset? ExpiresAt,
    [property: Description("An access review dropped it: it is removed within a minute, and can't be extended.")]
        bool Dropped,
    [property: Description("How many of its ACLs the cluster doesn't have, as last seen.")] int Missing,
    [property: Description(
        "The number of the change that has it in hand; null: none. Where it has expired, it is still on the cluster until that change is over or the portal has removed it."
    )]
        long? HeldBy,
    [property: Description("False: the change that makes it isn't over, and its ACLs are on the cluster already.")]
        bool Managed,
    [property: Description("DENY entries, as last seen, that refuse some or all of what it allows.")]
        IReadOnlyList<AclDto> Denies
)
{
    public static GrantRowDto Of(AccessRow row) =>
        new(
            row.Cluster,
            row.Environment,
            row.Name,
            row.Owner,
            AccessSpecDto.Of(row.Spec),
            row.Spec.Labels.Values,
            row.Granted?.GrantedAt,
            row.Expires,
            row.IsDropped,
            row.Missing,
            row.HeldBy?.Value,
            row.IsManaged,
            [.. row.Denies.Select(AclDto.Of)]
        );
}

/// <summary>A grant whole.</summary>
public sealed record GrantDto(
    GrantRowDto Grant,
    [property: Description("The entries it holds; other grants may hold some of them too.")] IReadOnlyList<AclDto> Acls,
    [property: Description("Those of them that the cluster didn't have when it was last read.")]
        IReadOnlyList<AclDto> MissingAcls,
    [property: Description("When the cluster's ACLs were last read; null: not yet.")] DateTimeOffset? ReadAt,
    [property: Description("Why the newest reading failed; null when it didn't.")] string? Failure,
    GrantUseDto LastUse
);

/// <summary>When a grant was last seen in use, as far as consumer groups show it.</summary>
public sealed record GrantUseDto(
    [property: Description("Null: not known, which isn't never.")] DateTimeOffset? At,
    [property: Description("The consumer group that was seen; null: not known.")] string? Group,
    [property: Description("What was seen, or why it isn't known.")] string Words
)
{
    public static GrantUseDto Of(AccessUse use) => new(use.At, use.Group, use.Words);
}

/// <summary>An entry that no grant holds.</summary>
public sealed record UnmanagedAclDto(string Cluster, string Environment, AclDto Acl, DateTimeOffset FirstSeenAt)
{
    public static UnmanagedAclDto Of(UnmanagedAcl acl) =>
        new(acl.Cluster, acl.Environment, AclDto.Of(acl.Acl), acl.FirstSeenAt);
}
