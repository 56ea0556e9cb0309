using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class CreatePartitions
{
    public static CreatePartitionsResponse Answer(Exchange on, CreatePartitionsRequest request) =>
        new() { Results = [.. request.Topics.Select(asked => Grow(on.Cluster, asked, request.ValidateOnly))] };

    private static CreatePartitionsResponse.Result Grow(
        Cluster cluster,
        CreatePartitionsRequest.Topic asked,
        bool validateOnly
    )
    {
        Refusal? refusal = null;
        cluster.Controller.Decide(state =>
        {
            (var added, refusal) = PartitionGrowth.Decide(state, cluster.Options, asked);
            return added is null || validateOnly ? [] : [added];
        });
        return new()
        {
            Name = asked.Name,
            Error = refusal?.Error ?? ErrorCode.None,
            ErrorMessage = refusal?.Words,
        };
    }
}
