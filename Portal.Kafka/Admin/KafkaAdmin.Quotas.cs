using Portal.Kafka.Client;
using Portal.Kafka.Messages;

namespace Portal.Kafka.Admin;

public sealed partial class KafkaAdmin
{
    /// <summary>Every client quota that is for a user, also together with a client id, in one request.</summary>
    public Task<DescribeClientQuotasResponse> UserQuotas(CancellationToken stop) =>
        client.SendAny(
            Call.Of(
                new DescribeClientQuotasRequest
                {
                    Components = [new() { EntityType = "user", MatchType = DescribeClientQuotasRequest.AnyName }],
                }
            ),
            null,
            stop
        );
}
