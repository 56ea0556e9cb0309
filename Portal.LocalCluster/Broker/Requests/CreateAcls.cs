using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Security;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Each entry is answered for by itself; one that is there already is no fault.</summary>
internal static class CreateAcls
{
    public static CreateAclsResponse Answer(Exchange on, CreateAclsRequest request)
    {
        Refusal? ofAll =
            !on.MayOnCluster(AclOperation.Alter)
                ? new(ErrorCode.ClusterAuthorizationFailed, "Cluster authorization failed.")
            : request.Creations.Length > AclRules.MostAtOnce
                ? new(ErrorCode.PolicyViolation, $"A request may create {AclRules.MostAtOnce} entries at most.")
            : null;
        Refusal?[] faults = [.. request.Creations.Select(acl => ofAll ?? AclRules.Fault(acl))];
        on.Cluster.Access.Decide(state =>
        {
            var missing = request.Creations.Where((acl, at) => faults[at] is null && !state.Acls.Contains(acl));
            AccessEvent[] happened = [.. missing.Distinct().Select(acl => new AccessEvent.AclCreated(acl))];
            return (happened, happened.Length);
        });
        return new()
        {
            Results =
            [
                .. faults.Select(fault => new CreateAclsResponse.Result
                {
                    Error = fault?.Error ?? ErrorCode.None,
                    ErrorMessage = fault?.Words,
                }),
            ],
        };
    }
}
