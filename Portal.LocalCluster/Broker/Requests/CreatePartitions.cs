using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class CreatePartitions
{
    public static CreatePartitionsResponse Answer(Exchange on, CreatePartitionsRequest request) =>
        new() { Results = [.. request.Topics.Select(asked => Grow(on, asked, request.ValidateOnly))] };

    private static CreatePartitionsResponse.Result Grow(
        Exchange on,
        CreatePartitionsRequest.Topic asked,
        bool validateOnly
    )
    {
        Refusal? refusal = null;
        if (on.MayOnTopic(AclOperation.Alter, asked.Name))
        {
            on.Cluster.Controller.Decide(state =>
            {
                (var added, refusal) = PartitionGrowth.Decide(state, on.Cluster.Options, asked);
                return added is null || validateOnly ? [] : [added];
            });
        }
        else
        {
            refusal = new(ErrorCode.TopicAuthorizationFailed, "Topic authorization failed.");
        }

        return new()
        {
            Name = asked.Name,
            Error = refusal?.Error ?? ErrorCode.None,
            ErrorMessage = refusal?.Words,
        };
    }
}
