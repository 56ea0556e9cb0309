using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>An operator ends a transaction on partitions; its coordinator knows nothing of it, as in Kafka.</summary>
internal static class WriteTxnMarkers
{
    public static WriteTxnMarkersResponse Answer(Exchange on, WriteTxnMarkersRequest request) =>
        new()
        {
            Markers =
            [
                .. request.Markers.Select(marker => new WriteTxnMarkersResponse.Marker
                {
                    ProducerId = marker.ProducerId,
                    Topics =
                    [
                        .. marker.Topics.Select(topic => new WriteTxnMarkersResponse.Topic
                        {
                            Name = topic.Name,
                            Partitions =
                            [
                                .. topic
                                    .PartitionIndexes.Distinct()
                                    .Select(number => Write(on, marker, topic.Name, number)),
                            ],
                        }),
                    ],
                }),
            ],
        };

    private static WriteTxnMarkersResponse.Partition Write(
        Exchange on,
        WriteTxnMarkersRequest.Marker asked,
        string name,
        int number
    )
    {
        var topic = on.State.Find(name);
        var marker = new TransactionMarker(asked.ProducerId, asked.ProducerEpoch, asked.Committed);
        var fault =
            on.MayOnCluster(AclOperation.Alter) || on.MayOnCluster(AclOperation.ClusterAction)
                ? on.LeaderFault(topic, number)
                : ErrorCode.ClusterAuthorizationFailed;
        return new()
        {
            PartitionIndex = number,
            Error =
                fault == ErrorCode.None ? on.Cluster.Transactions.Markers.Write(marker, new(topic!.Id, number)) : fault,
        };
    }
}
