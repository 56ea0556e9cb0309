using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Security;

/// <summary>Which resources entries are about.</summary>
/// <param name="Kind">Literal or prefixed.</param>
public readonly record struct AclPattern(AclResourceType Type, AclPatternType Kind, string Name)
{
    /// <summary>As a literal name: every resource of the type.</summary>
    public const string Wildcard = "*";

    public static AclPattern Of(AclBinding binding) =>
        new(binding.ResourceType, binding.PatternType, binding.ResourceName);
}

/// <summary>What stands on a pattern: who, from where, what, and whether it is allowed or denied.</summary>
public sealed record AclEntry(string Principal, string Host, AclOperation Operation, AclPermission Permission)
{
    public static AclEntry Of(AclBinding binding) =>
        new(binding.Principal, binding.Host, binding.Operation, binding.Permission);

    public AclBinding On(AclPattern pattern) =>
        new()
        {
            ResourceType = pattern.Type,
            ResourceName = pattern.Name,
            PatternType = pattern.Kind,
            Principal = Principal,
            Host = Host,
            Operation = Operation,
            Permission = Permission,
        };
}
