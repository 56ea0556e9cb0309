using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Security;

/// <summary>Which entries a client means.</summary>
internal static class AclFilters
{
    public static bool Means(this AclFilter filter, AclBinding acl) =>
        MeansPattern(filter, acl)
        && (filter.Principal is null || filter.Principal == acl.Principal)
        && (filter.Host is null || filter.Host == acl.Host)
        && (filter.Operation == AclOperation.Any || filter.Operation == acl.Operation)
        && (filter.Permission == AclPermission.Any || filter.Permission == acl.Permission);

    private static bool MeansPattern(AclFilter filter, AclBinding acl)
    {
        if (filter.ResourceType != AclResourceType.Any && filter.ResourceType != acl.ResourceType)
        {
            return false;
        }

        return filter.PatternType switch
        {
            AclPatternType.Any => filter.ResourceName is null || filter.ResourceName == acl.ResourceName,
            AclPatternType.Match => filter.ResourceName is not { } name || Affects(acl, name),
            var kind => kind == acl.PatternType
                && (filter.ResourceName is null || filter.ResourceName == acl.ResourceName),
        };
    }

    private static bool Affects(AclBinding acl, string name) =>
        acl.PatternType == AclPatternType.Prefixed
            ? name.StartsWith(acl.ResourceName, StringComparison.Ordinal)
            : acl.ResourceName == name || acl.ResourceName == AclPattern.Wildcard;
}
