using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Broker.Requests;

internal static class ListOffsets
{
    private const long EarliestLocal = -4;

    public static ListOffsetsResponse Answer(Exchange on, ListOffsetsRequest request)
    {
        var twice = request
            .Topics.SelectMany(topic => topic.Partitions.Select(partition => (topic.Name, partition.PartitionIndex)))
            .GroupBy(each => each)
            .Where(same => same.Count() > 1)
            .Select(same => same.Key)
            .ToHashSet();
        return new()
        {
            Topics =
            [
                .. request.Topics.Select(topic => new ListOffsetsResponse.Topic
                {
                    Name = topic.Name,
                    Partitions =
                    [
                        .. topic.Partitions.Select(asked =>
                            twice.Contains((topic.Name, asked.PartitionIndex))
                                ? Refused(asked, ErrorCode.InvalidRequest)
                                : Find(on, topic.Name, asked, request.IsCommittedOnly)
                        ),
                    ],
                }),
            ],
        };
    }

    private static ListOffsetsResponse.Partition Find(
        Exchange on,
        string name,
        ListOffsetsRequest.Partition asked,
        bool committed
    )
    {
        if (!on.MayOnTopic(AclOperation.Describe, name))
        {
            return Refused(asked, ErrorCode.TopicAuthorizationFailed);
        }

        var topic = on.State.Find(name);
        var fault = on.LeaderFault(topic, asked.PartitionIndex, asked.CurrentLeaderEpoch);
        if (fault != ErrorCode.None || on.Cluster.Logs.Find(topic!.Id, asked.PartitionIndex) is not { } log)
        {
            return Refused(asked, fault == ErrorCode.None ? ErrorCode.UnknownTopicOrPartition : fault);
        }

        var end = committed ? log.LastStableOffset : log.EndOffset;
        var found = asked.Timestamp switch
        {
            OffsetSpec.Latest => new TimedOffset(end, -1),
            OffsetSpec.Earliest or EarliestLocal => new TimedOffset(log.StartOffset, -1),
            OffsetSpec.OfLargestTimestamp => Before(end, log.Newest()),
            >= 0 => Before(end, log.FirstAt(asked.Timestamp)),
            _ => null,
        };
        return new()
        {
            PartitionIndex = asked.PartitionIndex,
            Offset = found?.Offset ?? -1,
            Timestamp = found?.Timestamp ?? -1,
            LeaderEpoch = found is null ? -1 : topic.Partitions[asked.PartitionIndex].LeaderEpoch,
        };
    }

    // What can't be read yet isn't found by its time either.
    private static TimedOffset? Before(long end, TimedOffset? found) => found?.Offset < end ? found : null;

    private static ListOffsetsResponse.Partition Refused(ListOffsetsRequest.Partition asked, ErrorCode error) =>
        new() { PartitionIndex = asked.PartitionIndex, Error = error };
}
