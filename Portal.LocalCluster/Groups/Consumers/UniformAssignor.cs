namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>
/// All topics together: members that can read the same have numbers of partitions that differ by one at most, and whoever has a
/// partition keeps it where that allows it.
/// </summary>
internal static class UniformAssignor
{
    public static Dictionary<string, List<PartitionOf>> Assign(
        IReadOnlyList<Subscriber> members,
        IReadOnlyList<SeenTopic> topics
    )
    {
        var assigned = members.ToDictionary(member => member.Id, _ => new List<PartitionOf>(), StringComparer.Ordinal);
        var readers = topics.ToDictionary(
            topic => topic.Id,
            topic =>
                members
                    .Where(member => member.Topics.Contains(topic.Id))
                    .Select(member => assigned[member.Id])
                    .ToArray()
        );
        var free = topics
            .Where(topic => readers[topic.Id].Length > 0)
            .SelectMany(topic =>
                Enumerable.Range(0, topic.Partitions).Select(number => new PartitionOf(topic.Id, number))
            )
            .ToHashSet();
        foreach (var member in members)
        {
            assigned[member.Id]
                .AddRange(member.Before.Where(each => member.Topics.Contains(each.Topic)).Where(free.Remove));
        }

        // First what few can read: the others can make up for it.
        foreach (
            var partition in free.OrderBy(each => readers[each.Topic].Length)
                .ThenBy(each => each.Topic)
                .ThenBy(each => each.Number)
        )
        {
            readers[partition.Topic].MinBy(reader => reader.Count)!.Add(partition);
        }

        while (assigned.Values.OrderByDescending(owner => owner.Count).Any(owner => Relieve(owner, readers))) { }
        return assigned;
    }

    /// <summary>Moves one partition to whoever has the fewest, so that nobody gives up more than its share; false when none has to move.</summary>
    private static bool Relieve(List<PartitionOf> owner, Dictionary<Guid, List<PartitionOf>[]> readers)
    {
        for (var at = owner.Count - 1; at >= 0; at--)
        {
            var least = readers[owner[at].Topic].MinBy(reader => reader.Count)!;
            if (least.Count + 1 < owner.Count)
            {
                least.Add(owner[at]);
                owner.RemoveAt(at);
                return true;
            }
        }

        return false;
    }
}
