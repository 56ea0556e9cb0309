using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class AlterClientQuotas
{
    public static AlterClientQuotasResponse Answer(Exchange on, AlterClientQuotasRequest request)
    {
        var mayAlter = on.MayOnCluster(AclOperation.AlterConfigs);
        return new()
        {
            Entries = [.. request.Entries.Select(entry => Alter(on, entry, mayAlter, request.ValidateOnly))],
        };
    }

    private static AlterClientQuotasResponse.Entry Alter(
        Exchange on,
        AlterClientQuotasRequest.Entry asked,
        bool mayAlter,
        bool validateOnly
    )
    {
        var (changes, fault) = QuotaChanges.Of(asked);
        if (mayAlter && fault is null && !validateOnly)
        {
            on.Cluster.Controller.Decide(_ => [.. changes.Select(change => new ClusterEvent.QuotaChanged(change))]);
        }

        return new()
        {
            Error =
                !mayAlter ? ErrorCode.ClusterAuthorizationFailed
                : fault is null ? ErrorCode.None
                : ErrorCode.InvalidRequest,
            ErrorMessage = mayAlter ? fault : "Cluster authorization failed.",
            Entity =
            [
                .. asked.Entity.Select(part => new AlterClientQuotasResponse.QuotaEntity
                {
                    EntityType = part.EntityType,
                    EntityName = part.EntityName,
                }),
            ],
        };
    }
}
