using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class Metadata
{
    public static MetadataResponse Answer(Exchange on, MetadataRequest request) =>
        new()
        {
            Brokers = [.. on.State.Living.Select(id => BrokerOf(on, id))],
            ClusterId = on.State.ClusterId,
            ControllerId = on.State.Controller,
            Topics =
            [
                .. Requested(on, request)
                    .Select(topic =>
                        request.IncludeTopicAuthorizedOperations && topic.Error != ErrorCode.TopicAuthorizationFailed
                            ? topic with
                            {
                                TopicAuthorizedOperations = AuthorizedOperations.OfTopic(on, topic.Name ?? ""),
                            }
                            : topic
                    ),
            ],
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations
                ? AuthorizedOperations.OfCluster(on)
                : int.MinValue,
        };

    private static IEnumerable<MetadataResponse.Topic> Requested(Exchange on, MetadataRequest request)
    {
        var state = on.State;
        var all = request.Topics is null || (on.Version == 0 && request.Topics.Length == 0);
        return all
            ? state
                .Topics.Values.Where(topic => on.MayOnTopic(AclOperation.Describe, topic.Name))
                .Select(topic => Described(state, topic))
            : request.Topics!.Select(asked => One(on, state, asked));
    }

    private static MetadataResponse.Topic One(Exchange on, ClusterState state, MetadataRequest.AskedTopic asked)
    {
        var byId = asked.TopicId != Guid.Empty;
        var topic = byId ? state.Find(asked.TopicId) : state.Find(asked.Name ?? "");
        if (!(byId && topic is null) && !on.MayOnTopic(AclOperation.Describe, topic?.Name ?? asked.Name ?? ""))
        {
            return new()
            {
                Name = byId ? null : asked.Name,
                TopicId = asked.TopicId,
                Error = ErrorCode.TopicAuthorizationFailed,
            };
        }

        if (topic is not null)
        {
            return Described(state, topic);
        }

        return new MetadataResponse.Topic
        {
            Name = asked.Name,
            TopicId = asked.TopicId,
            Error =
                byId ? ErrorCode.UnknownTopicId
                : TopicName.Fault(asked.Name ?? "") is null ? ErrorCode.UnknownTopicOrPartition
                : ErrorCode.InvalidTopicException,
        };
    }

    private static MetadataResponse.Topic Described(ClusterState state, Topic topic) =>
        new()
        {
            Name = topic.Name,
            TopicId = topic.Id,
            Partitions =
            [
                .. topic.Partitions.Select(
                    (partition, number) =>
                        new MetadataResponse.Partition
                        {
                            Error =
                                partition.Leader == Partition.NoLeader ? ErrorCode.LeaderNotAvailable : ErrorCode.None,
                            PartitionIndex = number,
                            LeaderId = partition.Leader,
                            LeaderEpoch = partition.LeaderEpoch,
                            ReplicaNodes = [.. partition.Replicas],
                            IsrNodes = [.. partition.InSync],
                            OfflineReplicas = [.. partition.Replicas.Where(replica => !state.Lives(replica))],
                        }
                ),
            ],
        };

    private static MetadataResponse.Broker BrokerOf(Exchange on, int id) =>
        new()
        {
            NodeId = id,
            Host = on.Cluster.Options.Host,
            Port = on.Listener.PortOf(id),
        };
}
