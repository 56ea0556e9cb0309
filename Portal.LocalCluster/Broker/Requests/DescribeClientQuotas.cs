using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Quotas;

namespace Portal.LocalCluster.Broker.Requests;

internal static class DescribeClientQuotas
{
    public static DescribeClientQuotasResponse Answer(Exchange on, DescribeClientQuotasRequest request)
    {
        if (!on.MayOnCluster(AclOperation.DescribeConfigs))
        {
            return Refused(ErrorCode.ClusterAuthorizationFailed, "Cluster authorization failed.");
        }

        var (filter, error, fault) = QuotaFilter.Of(request);
        return filter is null
            ? Refused(error, fault)
            : new()
            {
                Entries =
                [
                    .. on
                        .State.Quotas.All.Where(each => filter.Means(each.Key))
                        .Select(each => Entry(each.Key, each.Value)),
                ],
            };
    }

    private static DescribeClientQuotasResponse.Entry Entry(
        QuotaEntity entity,
        IReadOnlyDictionary<string, double> values
    ) =>
        new()
        {
            Entity =
            [
                .. entity.Parts.Select(part => new DescribeClientQuotasResponse.QuotaEntity
                {
                    EntityType = part.Type,
                    EntityName = part.Name,
                }),
            ],
            Values =
            [
                .. values.Select(value => new DescribeClientQuotasResponse.QuotaValue
                {
                    Key = value.Key,
                    Value = value.Value,
                }),
            ],
        };

    private static DescribeClientQuotasResponse Refused(ErrorCode error, string? words) =>
        new() { Error = error, ErrorMessage = words };
}
