using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Security;

/// <summary>Whether entries allow something, by the rules of Kafka's own authoriser: one that denies wins, and what none allows is denied.</summary>
internal static class AclDecision
{
    public static bool Allows(AclSet acls, string principal, string host, ResourceOperation asked)
    {
        var allowed = false;
        foreach (var entry in acls.About(asked.Type, asked.Name))
        {
            if (!Concerns(entry, principal, host) || !Covers(entry, asked.Operation))
            {
                continue;
            }

            if (entry.Permission == AclPermission.Deny)
            {
                return false;
            }

            allowed = true;
        }

        return allowed;
    }

    /// <summary>Whether it is allowed on at least one resource of the type, there or not: one that nothing denies.</summary>
    public static bool AllowsSome(
        AclSet acls,
        string principal,
        string host,
        AclOperation operation,
        AclResourceType type
    )
    {
        var about = acls
            .All.Where(acl => acl.ResourceType == type && Concerns(AclEntry.Of(acl), principal, host))
            .Where(acl => acl.Operation == operation || acl.Operation == AclOperation.All)
            .ToLookup(acl => acl.Permission, AclPattern.Of);
        var denied = about[AclPermission.Deny].ToHashSet();
        return !denied.Contains(new(type, AclPatternType.Literal, AclPattern.Wildcard))
            && about[AclPermission.Allow].Any(pattern => !IsDenied(pattern, denied));
    }

    private static bool IsDenied(AclPattern allowed, HashSet<AclPattern> denied) =>
        allowed.Name != AclPattern.Wildcard
        && denied.Any(each =>
            each.Kind == AclPatternType.Prefixed
                ? allowed.Name.StartsWith(each.Name, StringComparison.Ordinal)
                : each == allowed
        );

    private static bool Concerns(AclEntry entry, string principal, string host) =>
        (entry.Principal == principal || entry.Principal == Principal.Everybody)
        && (entry.Host == host || entry.Host == AclPattern.Wildcard);

    // Who may do one of these may see it too. What is denied is denied by its own name only.
    private static bool Covers(AclEntry entry, AclOperation operation) =>
        entry.Operation == operation
        || entry.Operation == AclOperation.All
        || (
            entry.Permission == AclPermission.Allow
            && operation switch
            {
                AclOperation.Describe => entry.Operation
                    is AclOperation.Read
                        or AclOperation.Write
                        or AclOperation.Delete
                        or AclOperation.Alter,
                AclOperation.DescribeConfigs => entry.Operation == AclOperation.AlterConfigs,
                _ => false,
            }
        );
}
