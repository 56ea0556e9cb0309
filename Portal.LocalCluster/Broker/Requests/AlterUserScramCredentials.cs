using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Security;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class AlterUserScramCredentials
{
    public static AlterUserScramCredentialsResponse Answer(Exchange on, AlterUserScramCredentialsRequest request) =>
        new()
        {
            Results = on.MayOnCluster(AclOperation.Alter)
                ?
                [
                    .. on
                        .Cluster.Access.Decide(state => CredentialChanges.Decide(state, request))
                        .Select(each => Result(each.Key, each.Value)),
                ]
                :
                [
                    .. Users(request)
                        .Select(user =>
                            Result(user, new(ErrorCode.ClusterAuthorizationFailed, "Cluster authorization failed."))
                        ),
                ],
        };

    private static IEnumerable<string> Users(AlterUserScramCredentialsRequest request) =>
        request.Deletions.Select(each => each.Name).Concat(request.Upsertions.Select(each => each.Name)).Distinct();

    private static AlterUserScramCredentialsResponse.Result Result(string user, Refusal? refusal) =>
        new()
        {
            User = user,
            Error = refusal?.Error ?? ErrorCode.None,
            ErrorMessage = refusal?.Words,
        };
}
