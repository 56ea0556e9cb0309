using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Groups;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// What the portal's user may not do on a cluster's topics and groups, and what of it couldn't be known. What may be done
/// is told thing by thing, and only of what is seen: so names that nobody uses are asked about as well.
/// </summary>
internal static class PermissionLook
{
    // It is worked out by the broker thing by thing; this many tell as much as all.
    private const int Most = 500;
    private const string AnyTopic = "portal.no-such-topic";

    public static async Task<(IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown)> At(
        KafkaClient client,
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    )
    {
        var permissions = new GroupPermissions(client);
        var asked = new KafkaAdmin(client).Topics(topics.Take(Most).Append(AnyTopic), stop);
        var anyGroup = permissions.OnAnyName(stop);
        var groups = await permissions.Seen(stop);
        var allowed = await permissions.On([.. groups.Take(Most)], stop);
        var onGroups = new GroupPermissionWords(allowed, await anyGroup, groups.Count - allowed.Count);
        var onTopics = await asked;
        return (
            [.. Unseen(onTopics), .. MissingPermissions.OnTopics(onTopics), .. onGroups.Missing()],
            [.. Unreported(topics, onTopics), .. onGroups.Unknown(), .. NotQueried(client.View.Brokers.Count)]
        );
    }

    private static IEnumerable<string> Unseen(IEnumerable<MetadataResponse.Topic> topics)
    {
        if (topics.Any(topic => topic is { Name: AnyTopic, Error: ErrorCode.TopicAuthorizationFailed }))
        {
            yield return "see every topic (Describe on any topic): those it may not see look as if they weren't there";
        }
    }

    private static IEnumerable<string> NotQueried(int brokers)
    {
        if (brokers > KafkaProbe.MostBrokers)
        {
            yield return $"what it may do to consumer groups of all {brokers} brokers: only {KafkaProbe.MostBrokers} were queried";
        }
    }

    private static IEnumerable<string> Unreported(
        IReadOnlyCollection<string> topics,
        IEnumerable<MetadataResponse.Topic> looked
    )
    {
        var found = looked.Where(topic => topic.Error == ErrorCode.None).ToList();
        if (found.TrueForAll(topic => topic.TopicAuthorizedOperations == int.MinValue))
        {
            yield return found.Count == 0
                ? "what it may do to topics: it sees none"
                : "what it may do to topics: the brokers don't report it";
        }

        if (topics.Count > Most)
        {
            yield return $"what it may do to {topics.Count - Most} more topics: the first {Most} were looked at";
        }
    }
}
