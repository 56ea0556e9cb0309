using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>What may be committed is recorded together, while the group holds still; the other partitions are answered for one by one.</summary>
internal static class OffsetCommit
{
    public static OffsetCommitResponse Answer(Exchange on, OffsetCommitRequest request)
    {
        var fault = on.GroupFault(AclOperation.Read, request.GroupId);
        var accepted = new List<CommittedOffset>();
        var errors = request
            .Topics.Select(topic =>
                topic
                    .Partitions.Select(each => fault == ErrorCode.None ? Accept(on, topic, each, accepted) : fault)
                    .ToArray()
            )
            .ToArray();
        if (accepted.Count > 0)
        {
            fault = Record(on, request, CommittableOffset.Last(accepted));
        }

        return new()
        {
            Topics =
            [
                .. request.Topics.Zip(
                    errors,
                    (asked, ofTopic) =>
                        new OffsetCommitResponse.Topic
                        {
                            Name = asked.Name,
                            TopicId = asked.TopicId,
                            Partitions =
                            [
                                .. asked.Partitions.Zip(
                                    ofTopic,
                                    (partition, error) =>
                                        new OffsetCommitResponse.Partition
                                        {
                                            PartitionIndex = partition.PartitionIndex,
                                            Error = error == ErrorCode.None ? fault : error,
                                        }
                                ),
                            ],
                        }
                ),
            ],
        };
    }

    private static ErrorCode Record(Exchange on, OffsetCommitRequest request, CommittedOffset[] accepted)
    {
        var groups = on.Cluster.Groups;
        if (request.GenerationIdOrMemberEpoch < 0)
        {
            // Only a commit that names no generation makes a group.
            groups.Ensure(request.GroupId);
        }

        return groups.Ask(
                request.GroupId,
                group =>
                    group.Commit(
                        request,
                        on.Version,
                        accepted.Select(offset => offset.Partition),
                        protocolType =>
                            groups.Offsets.Record(new OffsetEvent.Committed(request.GroupId, protocolType, accepted))
                    )
            ) ?? (on.Version >= 9 ? ErrorCode.GroupIdNotFound : ErrorCode.IllegalGeneration);
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

        if (!on.MayOnTopic(AclOperation.Read, topic?.Name ?? asked.Name))
        {
            return ErrorCode.TopicAuthorizationFailed;
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
