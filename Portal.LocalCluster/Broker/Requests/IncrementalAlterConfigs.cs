using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class IncrementalAlterConfigs
{
    public static IncrementalAlterConfigsResponse Answer(Exchange on, IncrementalAlterConfigsRequest request) =>
        new() { Responses = [.. request.Resources.Select(resource => Alter(on, resource, request.ValidateOnly))] };

    private static IncrementalAlterConfigsResponse.Result Alter(
        Exchange on,
        IncrementalAlterConfigsRequest.Resource resource,
        bool validateOnly
    )
    {
        Refusal? refusal = null;
        ClusterEvent.TopicConfigured? configured = null;
        if (
            ConfigAccess.Refusal(on, resource.ResourceType, resource.ResourceName, AclOperation.AlterConfigs) is
            { } none
        )
        {
            refusal = none;
        }
        else
        {
            on.Cluster.Controller.Decide(state =>
            {
                (configured, refusal) = ConfigAlteration.Decide(state, resource);
                return configured is null || validateOnly ? [] : [configured];
            });
        }

        if (configured is not null && on.State.Find(configured.Id) is { } topic)
        {
            on.Cluster.Logs.Follow(topic);
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
