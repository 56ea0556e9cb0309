using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Security;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>What several filters mean is deleted once, and named in the answer to each of them.</summary>
internal static class DeleteAcls
{
    public static DeleteAclsResponse Answer(Exchange on, DeleteAclsRequest request)
    {
        Refusal? ofAll =
            !on.MayOnCluster(AclOperation.Alter)
                ? new(ErrorCode.ClusterAuthorizationFailed, "Cluster authorization failed.")
            : request.Filters.Length > AclRules.MostAtOnce
                ? new(ErrorCode.PolicyViolation, $"A request may have {AclRules.MostAtOnce} filters at most.")
            : null;
        var results = on.Cluster.Access.Decide(state => Decide(state, request, ofAll));
        return new() { FilterResults = results };
    }

    private static (IReadOnlyCollection<AccessEvent>, DeleteAclsResponse.FilterResult[]) Decide(
        AccessState state,
        DeleteAclsRequest request,
        Refusal? ofAll
    )
    {
        var answers = request
            .Filters.Select(filter => Answer(state, filter, ofAll ?? AclRules.Fault(filter)))
            .ToArray();
        return (
            [
                .. answers
                    .SelectMany(answer => answer.MatchingAcls)
                    .Select(match => match.Acl)
                    .Distinct()
                    .Select(acl => new AccessEvent.AclDeleted(acl)),
            ],
            answers
        );
    }

    private static DeleteAclsResponse.FilterResult Answer(AccessState state, AclFilter filter, Refusal? fault) =>
        fault is not null
            ? new() { Error = fault.Error, ErrorMessage = fault.Words }
            : new()
            {
                MatchingAcls =
                [
                    .. state
                        .Acls.All.Where(filter.Means)
                        .Select(acl => new DeleteAclsResponse.MatchingAcl { Acl = acl }),
                ],
            };
}
