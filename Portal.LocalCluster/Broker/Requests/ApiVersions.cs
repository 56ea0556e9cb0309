using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class ApiVersions
{
    /// <summary>The feature by which clients know that there are groups of the new protocol; its one level is in force.</summary>
    private const string GroupVersion = "group.version";

    public static ApiVersionsResponse Answer(Exchange on, ApiVersionsRequest request) =>
        Known(ErrorCode.None) with
        {
            SupportedFeatures = [new(GroupVersion, 0, 1)],
            FinalizedFeaturesEpoch = 0,
            FinalizedFeatures = [new(GroupVersion, 1, 1)],
        };

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
