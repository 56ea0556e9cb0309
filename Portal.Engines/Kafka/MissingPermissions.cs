using Portal.Core.Topics;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// What the portal's user may not do, in words. Told when a cluster is registered, because later a missing permission is
/// mere silence: what isn't seen looks as if it weren't there.
/// </summary>
internal static class MissingPermissions
{
    private static readonly (AclOperation Operation, string Words)[] Cluster =
    [
        (AclOperation.Describe, "see every consumer group and sizes on disk (Describe on the cluster)"),
        (AclOperation.DescribeConfigs, "read settings of brokers and quotas (DescribeConfigs on the cluster)"),
        (AclOperation.Create, "create topics of any name (Create on the cluster)"),
        (AclOperation.Alter, "grant access and set passwords of service accounts (Alter on the cluster)"),
    ];

    private static readonly (AclOperation Operation, string Words)[] Topic =
    [
        (AclOperation.DescribeConfigs, "read the configuration (DescribeConfigs)"),
        (AclOperation.AlterConfigs, "change the configuration (AlterConfigs)"),
        (AclOperation.Alter, "add partitions (Alter)"),
        (AclOperation.Delete, "delete (Delete)"),
        (AclOperation.Read, "look at records (Read)"),
    ];

    public static IEnumerable<string> OnCluster(int operations) =>
        operations == int.MinValue
            ? []
            : Cluster
                .Where(needed => !AuthorizedOperations.Include(operations, needed.Operation))
                .Select(needed => needed.Words);

    /// <summary>What of it the brokers don't report.</summary>
    public static IEnumerable<string> UnknownOnCluster(int operations) =>
        operations == int.MinValue ? ["what it may do to the cluster as a whole: the brokers don't report it"] : [];

    /// <summary>Over the topics that are seen; those that aren't can't be counted.</summary>
    public static IEnumerable<string> OnTopics(IReadOnlyCollection<MetadataResponse.Topic> seen)
    {
        var reported = seen.Where(topic =>
                topic is { Error: ErrorCode.None, IsInternal: false } && topic.TopicAuthorizedOperations != int.MinValue
            )
            .ToList();
        foreach (var (operation, words) in Topic)
        {
            var without = reported.FindAll(topic =>
                !AuthorizedOperations.Include(topic.TopicAuthorizedOperations, operation)
            );
            if (without.Count > 0)
            {
                yield return without.Count == reported.Count
                    ? $"{words} on any topic it sees"
                    : $"{words} on {without.Count} of {reported.Count} topics, such as {without[0].Name}";
            }
        }
    }
}
