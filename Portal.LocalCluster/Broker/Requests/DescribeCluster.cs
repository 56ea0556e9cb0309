using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class DescribeCluster
{
    private const sbyte Brokers = 1;

    public static DescribeClusterResponse Answer(Exchange on, DescribeClusterRequest request)
    {
        if (request.EndpointType != Brokers)
        {
            return new()
            {
                Error = ErrorCode.UnsupportedEndpointType,
                ErrorMessage = "There are brokers here, no separate controllers.",
                EndpointType = request.EndpointType,
            };
        }

        var state = on.State;
        return new()
        {
            ClusterId = state.ClusterId,
            ControllerId = state.Controller,
            Brokers =
            [
                .. (request.IncludeFencedBrokers ? state.Brokers : state.Living).Select(
                    id => new DescribeClusterResponse.Broker
                    {
                        BrokerId = id,
                        Host = on.Cluster.Options.Host,
                        Port = on.Listener.PortOf(id),
                        IsFenced = !state.Lives(id),
                    }
                ),
            ],
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations
                ? AuthorizedOperations.OfCluster(on)
                : int.MinValue,
        };
    }
}
