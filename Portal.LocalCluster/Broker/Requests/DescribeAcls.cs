using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Security;

namespace Portal.LocalCluster.Broker.Requests;

internal static class DescribeAcls
{
    public static DescribeAclsResponse Answer(Exchange on, DescribeAclsRequest request) =>
        !on.MayOnCluster(AclOperation.Describe)
            ? new() { Error = ErrorCode.ClusterAuthorizationFailed, ErrorMessage = "Cluster authorization failed." }
        : AclRules.Fault(request.Filter) is { } fault ? new() { Error = fault.Error, ErrorMessage = fault.Words }
        : new()
        {
            Resources =
            [
                .. on
                    .Cluster.Access.State.Acls.All.Where(request.Filter.Means)
                    .GroupBy(AclPattern.Of)
                    .Select(of => new DescribeAclsResponse.Resource
                    {
                        ResourceType = of.Key.Type,
                        ResourceName = of.Key.Name,
                        PatternType = of.Key.Kind,
                        Acls = [.. of.Select(Described)],
                    }),
            ],
        };

    private static DescribeAclsResponse.Entry Described(AclBinding acl) =>
        new()
        {
            Principal = acl.Principal,
            Host = acl.Host,
            Operation = acl.Operation,
            Permission = acl.Permission,
        };
}
