using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>Which commits that are told no more are gone: asked by name, an answer without an offset says so; a refusal doesn't.</summary>
internal static class CommitFates
{
    // Names are understood up to version 9.
    public static async Task<IReadOnlySet<(string Topic, int Partition)>> Gone(
        KafkaClient client,
        string group,
        IReadOnlyCollection<(string Topic, int Partition)> commits,
        CancellationToken stop
    )
    {
        var find = new FindCoordinatorRequest { KeyType = 0, CoordinatorKeys = [group] };
        var at = (await client.SendAny(Call.Of(find), null, stop)).Coordinators.FirstOrDefault();
        if (at is not { Error: ErrorCode.None })
        {
            return new HashSet<(string, int)>();
        }

        var ask = new OffsetFetchRequest
        {
            Groups =
            [
                new OffsetFetchRequest.Group
                {
                    GroupId = group,
                    Topics =
                    [
                        .. commits
                            .GroupBy(c => c.Topic)
                            .Select(topic => new OffsetFetchRequest.Topic
                            {
                                Name = topic.Key,
                                PartitionIndexes = [.. topic.Select(c => c.Partition)],
                            }),
                    ],
                },
            ],
        };
        var answer = await client.SendTo(at.NodeId, Call.Of(ask), null, stop);
        return (
            from told in answer.Groups
            where told.Error == ErrorCode.None
            from topic in told.Topics
            from partition in topic.Partitions
            where partition is { Error: ErrorCode.None, CommittedOffset: < 0 }
            select (topic.Name, partition.PartitionIndex)
        ).ToHashSet();
    }
}
