using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>
/// Which partitions a share group has nothing of any more. For one that is named, a coordinator answers "nothing" as well while its state can't
/// be read. Of all that the group has, it leaves out only what was deleted and what isn't ours to see, and that it refuses by name: a
/// partition is gone where both answers agree.
/// </summary>
internal static class ShareFates
{
    public static async Task<IReadOnlySet<(string Topic, int Partition)>> Gone(
        KafkaClient client,
        int coordinator,
        string group,
        IReadOnlyCollection<(string Topic, int Partition)> places,
        CancellationToken stop
    )
    {
        var all = await Ask(client, coordinator, new() { GroupId = group }, stop);
        var left = all is null ? [] : places.Except(all.Select(place => (place.Topic, place.Partition))).ToList();
        if (left.Count == 0)
        {
            return new HashSet<(string, int)>();
        }

        var byName = new DescribeShareGroupOffsetsRequest.Group
        {
            GroupId = group,
            Topics =
            [
                .. left.GroupBy(place => place.Topic, place => place.Partition)
                    .Select(topic => new DescribeShareGroupOffsetsRequest.Topic
                    {
                        TopicName = topic.Key,
                        Partitions = [.. topic],
                    }),
            ],
        };
        var named = await Ask(client, coordinator, byName, stop);
        var empty = (named ?? []).Where(place => place.IsEmpty).Select(place => (place.Topic, place.Partition));
        return left.Intersect(empty).ToHashSet();
    }

    /// <returns>Null: it was refused.</returns>
    private static async Task<List<(string Topic, int Partition, bool IsEmpty)>?> Ask(
        KafkaClient client,
        int coordinator,
        DescribeShareGroupOffsetsRequest.Group group,
        CancellationToken stop
    )
    {
        var request = new DescribeShareGroupOffsetsRequest { Groups = [group] };
        var answer = await client.SendTo(coordinator, Call.Of(request), null, stop);
        return answer.Groups.FirstOrDefault() is { Error: ErrorCode.None } all
            ?
            [
                .. from topic in all.Topics
                from partition in topic.Partitions
                select (
                    topic.TopicName,
                    partition.PartitionIndex,
                    partition is { Error: ErrorCode.None, StartOffset: < 0 }
                ),
            ]
            : null;
    }
}
