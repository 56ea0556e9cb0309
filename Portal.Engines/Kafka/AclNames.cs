using Portal.Core.Access;
using Portal.Kafka.Messages;
using Wire = Portal.Kafka.Messages;

namespace Portal.Engines.Kafka;

/// <summary>Access control entries between the wire's numbers and the store's words. Kafka's names of them are ours.</summary>
internal static class AclNames
{
    /// <summary>What a newer Kafka has beyond what is known here is left out: it can't be shown, and is never touched.</summary>
    public static IEnumerable<Acl> Of(DescribeAclsResponse.Resource resource) =>
        from entry in resource.Acls
        let acl = Of(resource, entry)
        where acl is not null
        select acl;

    public static AclBinding ToBinding(Acl acl) =>
        new()
        {
            ResourceType = Enum.Parse<AclResourceType>(acl.Resource.ToString()),
            ResourceName = EngineText.Original(acl.Name),
            PatternType = Enum.Parse<AclPatternType>(acl.Pattern.ToString()),
            Principal = EngineText.Original(acl.Principal),
            Host = acl.Host,
            Operation = Enum.Parse<Wire.AclOperation>(acl.Operation.ToString()),
            Permission = Enum.Parse<Wire.AclPermission>(acl.Permission.ToString()),
        };

    private static Acl? Of(DescribeAclsResponse.Resource resource, DescribeAclsResponse.Entry entry) =>
        Enum.TryParse<AclResource>(resource.ResourceType.ToString(), out var on)
        && Enum.IsDefined(on)
        && Enum.TryParse<AclPattern>(resource.PatternType.ToString(), out var pattern)
        && Enum.IsDefined(pattern)
        && Enum.TryParse<Core.Access.AclOperation>(entry.Operation.ToString(), out var operation)
        && Enum.IsDefined(operation)
        && Enum.TryParse<Core.Access.AclPermission>(entry.Permission.ToString(), out var permission)
        && Enum.IsDefined(permission)
            ? new Acl(
                EngineText.Name(entry.Principal),
                operation,
                on,
                pattern,
                EngineText.Name(resource.ResourceName),
                permission,
                EngineText.Name(entry.Host)
            )
            : null;
}
