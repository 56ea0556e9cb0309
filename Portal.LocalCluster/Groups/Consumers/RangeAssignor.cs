namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>Each topic by itself: its partitions in order, in shares that differ by one at most, so that equal topics are cut alike.</summary>
internal static class RangeAssignor
{
    public static Dictionary<string, List<PartitionOf>> Assign(
        IReadOnlyList<Subscriber> members,
        IReadOnlyList<SeenTopic> topics
    )
    {
        var assigned = members.ToDictionary(member => member.Id, _ => new List<PartitionOf>(), StringComparer.Ordinal);
        // Static members first: their order outlives a restart, which gives them other ids.
        Subscriber[] inOrder =
        [
            .. members
                .OrderBy(member => member.InstanceId is null)
                .ThenBy(member => member.InstanceId ?? member.Id, StringComparer.Ordinal),
        ];
        foreach (var topic in topics)
        {
            Subscriber[] readers = [.. inOrder.Where(member => member.Topics.Contains(topic.Id))];
            var next = 0;
            for (var at = 0; at < readers.Length; at++)
            {
                var share = topic.Partitions / readers.Length + (at < topic.Partitions % readers.Length ? 1 : 0);
                assigned[readers[at].Id]
                    .AddRange(Enumerable.Range(next, share).Select(number => new PartitionOf(topic.Id, number)));
                next += share;
            }
        }

        return assigned;
    }
}
