using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>Which commits that are told no more are gone: asked by name, an answer without an offset says so; a refusal doesn't.</summary>
internal static class CommitFates
{
    /// <param name="isShare">It has no commits: see <see cref="ShareFates"/>.</param>
    public static async Task<IReadOnlySet<(string Topic, int Partition)>> Gone(
        KafkaClient client,
        string group,
        bool isShare,
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

        return isShare
            ? await ShareFates.Gone(client, at.NodeId, group, commits, stop)
            : await Gone(client, at.NodeId, group, commits, stop);
    }

    // Names are understood up to version 9.
    private static async Task<IReadOnlySet<(string Topic, int Partition)>> Gone(
        KafkaClient client,
        int coordinator,
        string group,
        IReadOnlyCollection<(string Topic, int Partition)> commits,
        CancellationToken stop
    )
    {
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
        var answer = await client.SendTo(coordinator, Call.Of(ask), null, stop);
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
