using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>What groups committed. Nothing committed is -1, not an error.</summary>
internal static class OffsetFetch
{
    private static readonly CommittedOffset Nothing = new(default, -1, -1, "", 0);

    public static OffsetFetchResponse Answer(Exchange on, OffsetFetchRequest request)
    {
        if (on.Version >= 8)
        {
            return new() { Groups = [.. request.Groups.Select(group => Find(on, group, request.RequireStable))] };
        }

        var old = new OffsetFetchRequest.Group
        {
            GroupId = request.GroupId,
            Topics = request
                .Topics?.Select(topic => new OffsetFetchRequest.Topic
                {
                    Name = topic.Name,
                    PartitionIndexes = topic.PartitionIndexes,
                })
                .ToArray(),
        };
        var found = Find(on, old, request.RequireStable);
        return new()
        {
            Error = found.Error,
            Topics =
            [
                .. found.Topics.Select(topic => new OffsetFetchResponse.OldTopic
                {
                    Name = topic.Name,
                    Partitions = [.. topic.Partitions.Select(Old)],
                }),
            ],
        };
    }

    private static OffsetFetchResponse.Group Find(Exchange on, OffsetFetchRequest.Group asked, bool requireStable)
    {
        if (on.GroupFault(AclOperation.Describe, asked.GroupId) is var fault and not ErrorCode.None)
        {
            return new() { GroupId = asked.GroupId, Error = fault };
        }

        if (
            on.Cluster.Groups.FindConsumers(asked.GroupId)?.FetchFault(asked.MemberId, asked.MemberEpoch)
            is { } refusal
                and not ErrorCode.None
        )
        {
            return new() { GroupId = asked.GroupId, Error = refusal };
        }

        return new()
        {
            GroupId = asked.GroupId,
            Topics = [.. asked.Topics is null ? All(on, asked.GroupId, requireStable) : Each(on, asked, requireStable)],
        };
    }

    private static IEnumerable<OffsetFetchResponse.Topic> All(Exchange on, string group, bool requireStable) =>
        on
            .Cluster.Groups.Offsets.Of(group)
            .GroupBy(offset => on.State.Find(offset.Partition.Topic))
            .Where(ofTopic => ofTopic.Key is { } topic && on.MayOnTopic(AclOperation.Describe, topic.Name))
            .Select(ofTopic => new OffsetFetchResponse.Topic
            {
                Name = ofTopic.Key!.Name,
                TopicId = ofTopic.Key.Id,
                Partitions = [.. ofTopic.Select(offset => Answer(on, group, offset.Partition, requireStable))],
            });

    private static IEnumerable<OffsetFetchResponse.Topic> Each(
        Exchange on,
        OffsetFetchRequest.Group asked,
        bool requireStable
    )
    {
        foreach (var each in asked.Topics!)
        {
            var topic = on.Version >= 10 ? on.State.Find(each.TopicId) : on.State.Find(each.Name);
            var refusal =
                topic is null && on.Version >= 10 ? ErrorCode.UnknownTopicId
                : on.MayOnTopic(AclOperation.Describe, topic?.Name ?? each.Name) ? ErrorCode.None
                : ErrorCode.TopicAuthorizationFailed;
            yield return new()
            {
                Name = each.Name,
                TopicId = each.TopicId,
                Partitions =
                [
                    .. each.PartitionIndexes.Select(number =>
                        refusal != ErrorCode.None
                            ? Answer(number, null) with
                            {
                                Error = refusal,
                            }
                            : Answer(on, asked.GroupId, new(topic?.Id ?? default, number), requireStable)
                    ),
                ],
            };
        }
    }

    private static OffsetFetchResponse.Partition Answer(
        Exchange on,
        string group,
        PartitionOf partition,
        bool requireStable
    )
    {
        var offsets = on.Cluster.Groups.Offsets;
        return requireStable && offsets.IsUnstable(group, partition)
            ? Answer(partition.Number, null) with
            {
                Error = ErrorCode.UnstableOffsetCommit,
            }
            : Answer(partition.Number, offsets.Find(group, partition));
    }

    private static OffsetFetchResponse.Partition Answer(int number, CommittedOffset? offset) =>
        new()
        {
            PartitionIndex = number,
            CommittedOffset = (offset ?? Nothing).Offset,
            CommittedLeaderEpoch = (offset ?? Nothing).LeaderEpoch,
            Metadata = (offset ?? Nothing).CommittedMetadata,
        };

    private static OffsetFetchResponse.OldPartition Old(OffsetFetchResponse.Partition partition) =>
        new()
        {
            PartitionIndex = partition.PartitionIndex,
            CommittedOffset = partition.CommittedOffset,
            CommittedLeaderEpoch = partition.CommittedLeaderEpoch,
            Metadata = partition.Metadata,
            Error = partition.Error,
        };
}
