using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class ApiVersions
{
    public static ApiVersionsResponse Answer(Exchange on, ApiVersionsRequest request) => Known(ErrorCode.None);

    /// <summary>The answer to a version that isn't known: a newer client learns from a version 0 answer what it may speak (KIP-511).</summary>
    public static void Refuse(KafkaWriter writer, int correlationId) =>
        Frames.Response(
            writer,
            Known(ErrorCode.UnsupportedVersion),
            ApiVersionsRequest.Key,
            ApiVersionsRequest.Versions,
            0,
            correlationId
        );

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
