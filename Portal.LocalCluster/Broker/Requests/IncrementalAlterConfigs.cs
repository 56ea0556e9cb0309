using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class IncrementalAlterConfigs
{
    public static IncrementalAlterConfigsResponse Answer(Exchange on, IncrementalAlterConfigsRequest request) =>
        new()
        {
            Responses = [.. request.Resources.Select(resource => Alter(on.Cluster, resource, request.ValidateOnly))],
        };

    private static IncrementalAlterConfigsResponse.Result Alter(
        Cluster cluster,
        IncrementalAlterConfigsRequest.Resource resource,
        bool validateOnly
    )
    {
        Refusal? refusal = null;
        ClusterEvent.TopicConfigured? configured = null;
        cluster.Controller.Decide(state =>
        {
            (configured, refusal) = ConfigAlteration.Decide(state, resource);
            return configured is null || validateOnly ? [] : [configured];
        });
        if (configured is not null && cluster.State.Find(configured.Id) is { } topic)
        {
            cluster.Logs.Follow(topic);
        }

        return new()
        {
            ResourceType = resource.ResourceType,
            ResourceName = resource.ResourceName,
            Error = refusal?.Error ?? ErrorCode.None,
            ErrorMessage = refusal?.Words,
        };
    }
}
