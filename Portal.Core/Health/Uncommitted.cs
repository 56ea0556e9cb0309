namespace Portal.Core.Health;

/// <summary>
/// A partition that a member of a group was assigned and of which the group committed nothing, though records lie on it: where it reads isn't known,
/// and so isn't what is unread there.
/// </summary>
public sealed record Uncommitted(string Topic, int Partition)
{
    private const int Named = 5;

    /// <summary>What is to be said of them beside a group's lag; nothing where there are none.</summary>
    public static string InWords(IReadOnlyCollection<Uncommitted> partitions) =>
        partitions.Count switch
        {
            0 => "",
            1 => $" {Places(partitions)} is assigned and has no commit: what is unread there isn't known.",
            _ => $" {Places(partitions)} are assigned and have no commit: what is unread there isn't known.",
        };

    private static string Places(IReadOnlyCollection<Uncommitted> partitions) =>
        partitions.GroupBy(p => p.Topic, StringComparer.Ordinal).ToList() switch
        {
            [var topic] when partitions.Count == 1 => $"Partition {topic.Single().Partition} of {topic.Key}",
            [var topic] =>
                $"Partitions {string.Join(", ", topic.Select(p => p.Partition).Order().Take(Named))}{(topic.Skip(Named).Any() ? ", …" : "")} of {topic.Key}",
            var topics => $"{partitions.Count} partitions of {topics.Count} topics",
        };
}
