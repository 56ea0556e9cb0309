using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// Whether a cluster lets the portal grant access and make service accounts. Reported when it is registered: found out later, it would be by a request that
/// somebody waits for. Of ACLs and credentials those of a name that nobody uses are read, as a cluster may have very many.
/// </summary>
internal static class AccessLook
{
    private const string Unused = "portal.no-such-name";
    private const string NoAccounts = "Service accounts can't be created, nor their passwords rotated.";

    private static readonly AclFilter OnUnused = new()
    {
        ResourceType = AclResourceType.Topic,
        ResourceName = Unused,
        PatternType = AclPatternType.Literal,
    };

    /// <param name="user">Whom the portal signs in as; null: it doesn't.</param>
    public static async Task<IReadOnlyList<AccessLimit>> At(KafkaClient client, string? user, CancellationToken stop)
    {
        var admin = new KafkaAdmin(client);
        var acls = Understood(async () => (await admin.Acls(OnUnused, stop)).Error);
        var credentials = Understood(async () => (await admin.ScramCredentials([Unused], stop)).Error);
        await Task.WhenAll(acls, credentials);
        return [.. Limits(await acls, await credentials, user)];
    }

    /// <param name="acls">What listing ACLs came to.</param>
    /// <param name="credentials">What listing SCRAM credentials came to.</param>
    /// <param name="user">As above.</param>
    internal static IEnumerable<AccessLimit> Limits(ErrorCode acls, ErrorCode credentials, string? user)
    {
        // Allowed to whoever doesn't sign in, it would be allowed to everybody.
        var allow = user is null
            ? "Set a user name and password for the portal on the cluster's page, allow that user the operations Describe and Alter on the cluster, and test the connection again."
            : $"Allow {AccessTopics.PrincipalOf(user)} the operations Describe and Alter on the cluster, and test the connection again.";
        AccessLimit? onAcls = acls switch
        {
            ErrorCode.None => null,
            ErrorCode.SecurityDisabled => new(
                "No authorizer is configured",
                "The cluster keeps no ACLs, and whoever reaches it may do everything: requests for access are refused.",
                "Set authorizer.class.name on its brokers and controllers, and test the connection again."
            ),
            ErrorCode.ClusterAuthorizationFailed => new(
                "ACLs may not be listed",
                "Access can't be granted or removed, and who may do what isn't shown.",
                allow
            ),
            _ => new(
                $"ACLs can't be listed ({acls})",
                "Access can't be granted or removed, and who may do what isn't shown.",
                "Manage access where the cluster's provider does."
            ),
        };
        AccessLimit? onCredentials = credentials switch
        {
            ErrorCode.None => null,
            ErrorCode.ClusterAuthorizationFailed => new("SCRAM credentials may not be listed", NoAccounts, allow),
            _ => new(
                $"SCRAM credentials can't be listed ({credentials})",
                NoAccounts,
                "Kafka has them from 2.7 on with ZooKeeper, and from 3.5 on with KRaft. Where the cluster's provider keeps its accounts, create them there and request access for their principals."
            ),
        };
        return new[] { onAcls, onCredentials }.OfType<AccessLimit>();
    }

    // A cluster that lacks the request itself doesn't do what it is for.
    private static async Task<ErrorCode> Understood(Func<Task<ErrorCode>> request)
    {
        try
        {
            return await request();
        }
        catch (KafkaException.NotUnderstood)
        {
            return ErrorCode.UnsupportedVersion;
        }
    }
}
