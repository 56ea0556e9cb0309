using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class ApiVersions
{
    public static ApiVersionsResponse Answer(Exchange on, ApiVersionsRequest request) => Known(ErrorCode.None);

    /// <summary>The answer to a version that isn't known, to be written as version 0.</summary>
    public static ApiVersionsResponse Refusal() => Known(ErrorCode.UnsupportedVersion);

    private static ApiVersionsResponse Known(ErrorCode error) =>
        new()
        {
            Error = error,
            ApiKeys =
            [
                .. ApiTable
                    .All.OrderBy(api => api.Key)
                    .Select(api => new ApiVersionsResponse.Api
                    {
                        ApiKey = (short)api.Key,
                        MinVersion = api.Versions.Min,
                        MaxVersion = api.Versions.Max,
                    }),
            ],
        };
}
