using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Security;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Who has credentials for which mechanism. What is kept of passwords is never answered.</summary>
internal static class DescribeUserScramCredentials
{
    public static DescribeUserScramCredentialsResponse Answer(Exchange on, DescribeUserScramCredentialsRequest request)
    {
        if (!on.MayOnCluster(AclOperation.Describe))
        {
            return new()
            {
                Error = ErrorCode.ClusterAuthorizationFailed,
                ErrorMessage = "Cluster authorization failed.",
            };
        }

        var known = on
            .Cluster.Access.State.Credentials.OrderBy(each => each.Key.Mechanism)
            .ToLookup(each => each.Key.User, each => (each.Key.Mechanism, each.Value.Iterations));
        var names = request.Users is null or []
            ? known.Select(of => of.Key).Order(StringComparer.Ordinal)
            : request.Users.Select(user => user.Name);
        return new()
        {
            Results =
            [
                .. names.GroupBy(name => name).Select(same => Describe(same.Key, same.Count(), known[same.Key])),
            ],
        };
    }

    private static DescribeUserScramCredentialsResponse.Result Describe(
        string user,
        int times,
        IEnumerable<(ScramMechanism Mechanism, int Iterations)> credentials
    )
    {
        var result = new DescribeUserScramCredentialsResponse.Result { User = user };
        return times > 1
                ? result with
                {
                    Error = ErrorCode.DuplicateResource,
                    ErrorMessage =
                        $"Cannot describe SCRAM credentials for the same user twice in a single request: {user}",
                }
            : !credentials.Any()
                ? result with
                {
                    Error = ErrorCode.ResourceNotFound,
                    ErrorMessage = $"Attempt to describe a user credential that does not exist: {user}",
                }
            : result with
            {
                Credentials =
                [
                    .. credentials.Select(each => new DescribeUserScramCredentialsResponse.Credential
                    {
                        Mechanism = each.Mechanism,
                        Iterations = each.Iterations,
                    }),
                ],
            };
    }
}
