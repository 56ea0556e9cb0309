using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Moves the starts of logs. There is one copy of each, so it is done when it is answered.</summary>
internal static class DeleteRecords
{
    /// <summary>In place of an offset: all that there is.</summary>
    private const long UpToTheEnd = -1;

    public static DeleteRecordsResponse Answer(Exchange on, DeleteRecordsRequest request) =>
        new()
        {
            Topics =
            [
                .. request.Topics.Select(topic => new DeleteRecordsResponse.Topic
                {
                    Name = topic.Name,
                    Partitions = [.. topic.Partitions.Select(each => Delete(on, topic.Name, each))],
                }),
            ],
        };

    private static DeleteRecordsResponse.Partition Delete(
        Exchange on,
        string name,
        DeleteRecordsRequest.Partition asked
    )
    {
        var topic = on.State.Find(name);
        var fault = !on.MayOnTopic(AclOperation.Delete, name)
            ? ErrorCode.TopicAuthorizationFailed
            : on.LeaderFault(topic, asked.PartitionIndex);
        if (fault == ErrorCode.None && topic!.Settings is { Compacts: true, Deletes: false })
        {
            fault = ErrorCode.PolicyViolation;
        }

        if (fault != ErrorCode.None)
        {
            return Refused(asked, fault);
        }

        var log = on.Cluster.Logs.Find(topic!.Id, asked.PartitionIndex);
        var start = log?.DeleteBelow(asked.Offset == UpToTheEnd ? log.EndOffset : asked.Offset);
        return start is { } offset
            ? new() { PartitionIndex = asked.PartitionIndex, LowWatermark = offset }
            : Refused(asked, log is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.OffsetOutOfRange);
    }

    private static DeleteRecordsResponse.Partition Refused(DeleteRecordsRequest.Partition asked, ErrorCode error) =>
        new()
        {
            PartitionIndex = asked.PartitionIndex,
            LowWatermark = -1,
            Error = error,
        };
}
