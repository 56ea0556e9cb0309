using System.Collections.Immutable;

namespace Portal.Core.Access;

/// <summary>The entries that a grant comes to: absolute, and from its spec alone. Pure.</summary>
internal static class GrantedAcls
{
    /// <summary>In one order, so that equal grants are equal bytes.</summary>
    public static ImmutableArray<Acl> Of(AccessSpec spec) =>
        spec.IsRemoval
            ? []
            : [.. OnTopic(spec).Concat(Beside(spec)).Select(acl => acl with { Principal = spec.Principal }).Order()];

    // Describe is in Read and Write for Kafka's own authorizer. Others want it by itself, and it is what its tools make.
    private static IEnumerable<Acl> OnTopic(AccessSpec spec) =>
        Operations(spec.Mode).Select(operation => new Acl("", operation, AclResource.Topic, spec.Pattern, spec.Topic));

    private static AclOperation[] Operations(AccessMode mode) =>
        mode switch
        {
            AccessMode.Read => [AclOperation.Read, AclOperation.Describe],
            AccessMode.Write or AccessMode.WriteInTransactions => [AclOperation.Write, AclOperation.Describe],
            AccessMode.Manage =>
            [
                AclOperation.Describe,
                AclOperation.DescribeConfigs,
                AclOperation.Alter,
                AclOperation.AlterConfigs,
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };

    private static IEnumerable<Acl> Beside(AccessSpec spec) =>
        spec switch
        {
            { Mode: AccessMode.Read, Group: { } group } => [Named(AclOperation.Read, AclResource.Group, group)],
            { Mode: AccessMode.WriteInTransactions, TransactionalId: { } id } =>
            [
                Named(AclOperation.Write, AclResource.TransactionalId, id),
                Named(AclOperation.Describe, AclResource.TransactionalId, id),
            ],
            _ => [],
        };

    private static Acl Named(AclOperation operation, AclResource resource, string name) =>
        new("", operation, resource, AclPattern.Prefixed, name);
}
