using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

internal static class OffsetCommit
{
    public static OffsetCommitResponse Answer(Exchange on, OffsetCommitRequest request)
    {
        var fault = on.CoordinatorFault(request.GroupId);
        var group = fault == ErrorCode.None ? on.Cluster.Groups.ForCommit(request.GroupId) : null;
        fault = group?.CommitFault(request) ?? fault;
        var accepted = new List<CommittedOffset>();
        var answer = new OffsetCommitResponse
        {
            Topics =
            [
                .. request.Topics.Select(asked => new OffsetCommitResponse.Topic
                {
                    Name = asked.Name,
                    TopicId = asked.TopicId,
                    Partitions =
                    [
                        .. asked.Partitions.Select(partition => new OffsetCommitResponse.Partition
                        {
                            PartitionIndex = partition.PartitionIndex,
                            Error = fault == ErrorCode.None ? Accept(on, asked, partition, accepted) : fault,
                        }),
                    ],
                }),
            ],
        };
        if (accepted.Count > 0)
        {
            on.Cluster.Groups.Offsets.Record(
                new OffsetEvent.Committed(request.GroupId, group!.ProtocolType, CommittableOffset.Last(accepted))
            );
        }

        return answer;
    }

    private static ErrorCode Accept(
        Exchange on,
        OffsetCommitRequest.Topic asked,
        OffsetCommitRequest.Partition partition,
        List<CommittedOffset> accepted
    )
    {
        var topic = on.Version >= 10 ? on.State.Find(asked.TopicId) : on.State.Find(asked.Name);
        if (topic is null && on.Version >= 10)
        {
            return ErrorCode.UnknownTopicId;
        }

        var (offset, refusal) = CommittableOffset.Of(
            on,
            topic,
            partition.PartitionIndex,
            partition.CommittedOffset,
            partition.CommittedLeaderEpoch,
            partition.CommittedMetadata
        );
        if (offset is not null)
        {
            accepted.Add(offset);
        }

        return refusal;
    }
}
