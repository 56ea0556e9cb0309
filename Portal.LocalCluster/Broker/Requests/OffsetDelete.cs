using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

internal static class OffsetDelete
{
    public static OffsetDeleteResponse Answer(Exchange on, OffsetDeleteRequest request)
    {
        if (on.GroupFault(AclOperation.Delete, request.GroupId) is var fault and not ErrorCode.None)
        {
            return new() { Error = fault };
        }

        var (group, consumers) = (
            on.Cluster.Groups.Find(request.GroupId),
            on.Cluster.Groups.FindConsumers(request.GroupId)
        );
        if (group is null && consumers is null)
        {
            return new() { Error = ErrorCode.GroupIdNotFound };
        }

        bool Reads(string topic) => consumers?.Reads(topic) ?? group!.Reads(topic);

        var gone = new List<PartitionOf>();
        var topics = request
            .Topics.Select(asked => new OffsetDeleteResponse.Topic
            {
                Name = asked.Name,
                Partitions =
                [
                    .. asked.Partitions.Select(each => Delete(on, Reads, asked.Name, each.PartitionIndex, gone)),
                ],
            })
            .ToArray();
        if (gone.Count > 0)
        {
            on.Cluster.Groups.Offsets.Record(new OffsetEvent.Forgotten(request.GroupId, [.. gone]));
        }

        return new() { Topics = topics };
    }

    private static OffsetDeleteResponse.Partition Delete(
        Exchange on,
        Func<string, bool> reads,
        string name,
        int number,
        List<PartitionOf> gone
    )
    {
        var topic = on.State.Find(name);
        var known = topic is not null && number >= 0 && number < topic.Partitions.Length;
        var error =
            !on.MayOnTopic(AclOperation.Read, name) ? ErrorCode.TopicAuthorizationFailed
            : !known ? ErrorCode.UnknownTopicOrPartition
            : reads(name) ? ErrorCode.GroupSubscribedToTopic
            : ErrorCode.None;
        if (error == ErrorCode.None)
        {
            gone.Add(new PartitionOf(topic!.Id, number));
        }

        return new() { PartitionIndex = number, Error = error };
    }
}
