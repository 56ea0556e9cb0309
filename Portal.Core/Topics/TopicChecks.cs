using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Topics;

/// <summary>The built-in checks of a topic that is to be made or changed.</summary>
internal static class TopicChecks
{
    public const int MostPartitions = 1_000;
    public const int ManyPartitions = 48;

    private const string MinInSyncName = "min.insync.replicas";

    public static IEnumerable<Finding> Of(
        CheckedResource resource,
        TopicSpec wanted,
        LiveTopic? live,
        TopicEvidence? seen
    )
    {
        var topic = new CheckedTopic(resource, wanted, live, seen);
        return
        [
            Partitions(topic),
            Replication(topic),
            MinInSync(topic),
            Compaction(topic),
            .. TopicDiff.Lacking(live, wanted) is { } lacking
                ? [topic.Of.Say("settings", CheckVerdict.Noted, lacking)]
                : Array.Empty<Finding>(),
            .. UnreadCheck.Of(resource, seen) is { } unread ? [unread] : Array.Empty<Finding>(),
            .. live is null ? TopicAccess.OfCreation(resource, wanted, seen) : [],
            .. DependentJobs.Check(resource, isDeleted: false, seen) is { } jobs ? [jobs] : Array.Empty<Finding>(),
        ];
    }

    private static Finding Partitions(CheckedTopic topic) =>
        topic.Wanted.Partitions switch
        {
            > ManyPartitions and var n when n == topic.Live?.Partitions => topic.Of.Say(
                "partitions",
                CheckVerdict.Passed,
                $"{n} partitions, as many as it has."
            ),
            > MostPartitions and var n => topic.Of.Say(
                "partitions",
                CheckVerdict.Blocked,
                $"{n} partitions are more than the {MostPartitions:N0} a topic may have. Request fewer."
            ),
            > ManyPartitions and var n => topic.Of.Say(
                "partitions",
                CheckVerdict.NeedsOverride,
                $"{n} partitions are more than the usual {ManyPartitions}: each one costs every broker memory and files."
            ),
            var n => topic.Of.Say(
                "partitions",
                CheckVerdict.Passed,
                $"{n} partitions, at most {ManyPartitions} without an override."
            ),
        };

    // A cluster reports the brokers that are up. Kafka counts those that are away too, and judges each creation itself as its plan is made.
    private static Finding Replication(CheckedTopic topic) =>
        (topic.Wanted.Replication, topic.Seen?.Brokers) switch
        {
            (var r, _) when r < 3 && topic.Of.IsProduction => topic.Of.Say(
                "replication",
                CheckVerdict.NeedsOverride,
                $"{r} replica{(r == 1 ? "" : "s")} in production: losing {(r == 1 ? "one broker" : "two brokers")} loses data."
            ),
            (var r, { } brokers) when r > brokers && topic.Live is null => topic.Of.Say(
                "replication",
                CheckVerdict.Noted,
                $"{r} replicas need {r} brokers, and {Quantity.Of(brokers, "is", "are")} up now. Those that are away count too: Kafka refuses the plan where there are too few."
            ),
            (var r, _) => topic.Of.Say("replication", CheckVerdict.Passed, $"{r} replica{(r == 1 ? "" : "s")}."),
        };

    private static Finding MinInSync(CheckedTopic topic) =>
        (topic.Wanted.Replication, LeastInSync(topic)) switch
        {
            (var r, { } least) when least > r => topic.Of.Say(
                MinInSyncName,
                topic.Wanted.Configs.ContainsKey(MinInSyncName) ? CheckVerdict.Blocked : CheckVerdict.Noted,
                $"min.insync.replicas {least} is above the {r} replicas: every acks=all write would be refused."
            ),
            (1, _) => topic.Of.Say(
                MinInSyncName,
                CheckVerdict.Noted,
                "While the one broker of a partition is down, nothing is written to it or read from it."
            ),
            (var r, { } least) when least == r => topic.Of.Say(
                MinInSyncName,
                CheckVerdict.Noted,
                $"min.insync.replicas equals the {least} replicas: one broker down stops acks=all writes."
            ),
            (_, null) => topic.Of.Say(
                MinInSyncName,
                CheckVerdict.Passed,
                $"{MinInSyncName} is left to the brokers' own setting; Kafka's is 1, and writes then go on with a broker down."
            ),
            _ => topic.Of.Say(MinInSyncName, CheckVerdict.Passed, "Writes go on with a broker down."),
        };

    private static int? LeastInSync(CheckedTopic topic) =>
        int.TryParse(After(topic, MinInSyncName), out var least) ? least : null;

    // What is asked for, else the brokers' own setting where the topic shows it; null: nobody knows.
    private static string? After(CheckedTopic topic, string setting) =>
        topic.Wanted.Configs.GetValueOrDefault(setting) ?? topic.Live?.Configs.GetValueOrDefault(setting)?.ByDefault;

    private static Finding Compaction(CheckedTopic topic) =>
        After(topic, CleanupPolicy.Name) is { } policy && CleanupPolicy.Has("compact", policy)
            ? topic.Seen?.Jobs.FirstOrDefault(job => job.KeepsDeadLetters) is { } job
                ? topic.Of.Say(
                    "keys",
                    CheckVerdict.Blocked,
                    $"Job {job.Name} of {job.Owner} writes its dead letters to it: a compacted topic refuses records without a key and keeps the newest of each key alone. Keep the policy delete, or change the job's dead-letter topic first."
                )
                : topic.Of.Say("keys", CheckVerdict.Noted, "A compacted topic refuses records without a key.")
            : topic.Of.Say("keys", CheckVerdict.Passed, "Keys are optional.");

    private sealed record CheckedTopic(CheckedResource Of, TopicSpec Wanted, LiveTopic? Live, TopicEvidence? Seen);
}
