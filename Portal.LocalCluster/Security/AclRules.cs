using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Security;

/// <summary>Whether an entry may be stored and a filter be searched with, by Kafka's rules and in its words.</summary>
internal static class AclRules
{
    /// <summary>The one name that the cluster has as a resource.</summary>
    public const string ClusterName = "kafka-cluster";

    /// <summary>Kafka's bound of what one request may change.</summary>
    public const int MostAtOnce = 10_000;

    private const int LongestText = 4096;

    public static Refusal? Fault(AclBinding acl) =>
        acl switch
        {
            { ResourceType: AclResourceType.Unknown or AclResourceType.Any } => Invalid(
                $"Invalid resourceType {acl.ResourceType.InWords()}"
            ),
            _ when !Enum.IsDefined(acl.ResourceType) => Invalid("Invalid resourceType UNKNOWN"),
            { ResourceType: AclResourceType.Cluster, ResourceName: not ClusterName } => Invalid(
                $"The only valid name for the CLUSTER resource is {ClusterName}"
            ),
            { ResourceName: "" } => Invalid("Invalid empty resource name"),
            { PatternType: not (AclPatternType.Literal or AclPatternType.Prefixed) } => Invalid(
                $"Invalid patternType {acl.PatternType.InWords()}"
            ),
            { Operation: AclOperation.Unknown or AclOperation.Any } => Invalid(
                $"Invalid operation {acl.Operation.InWords()}"
            ),
            _ when !Enum.IsDefined(acl.Operation) => Invalid("Invalid operation UNKNOWN"),
            { Permission: not (AclPermission.Allow or AclPermission.Deny) } => Invalid(
                $"Invalid permissionType {acl.Permission.InWords()}"
            ),
            _ when Math.Max(acl.ResourceName.Length, Math.Max(acl.Principal.Length, acl.Host.Length)) > LongestText =>
                Invalid($"A name, a principal or a host is longer than {LongestText} characters"),
            _ when !acl.Principal.Contains(':', StringComparison.Ordinal) => Invalid(
                $"Could not parse principal from `{acl.Principal}` "
                    + "(no colon is present separating the principal type from the principal name)"
            ),
            _ => null,
        };

    public static Refusal? Fault(AclFilter filter) =>
        !IsKnown(filter.ResourceType, AclResourceType.Unknown) || !IsKnown(filter.PatternType, AclPatternType.Unknown)
            ? Invalid("Unknown patternFilter.")
        : !IsKnown(filter.Operation, AclOperation.Unknown) || !IsKnown(filter.Permission, AclPermission.Unknown)
            ? Invalid("Unknown entryFilter.")
        : null;

    private static bool IsKnown<T>(T value, T unknown)
        where T : struct, Enum => Enum.IsDefined(value) && !value.Equals(unknown);

    private static string InWords<T>(this T value)
        where T : struct, Enum => Enum.IsDefined(value) ? value.ToString().ToUpperInvariant() : "UNKNOWN";

    private static Refusal Invalid(string words) => new(ErrorCode.InvalidRequest, words);
}
