using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Judging;

/// <summary>One resource of a change as the checks see it.</summary>
/// <param name="Names">What the findings of its change are called.</param>
public sealed record CheckedTopic(
    ChangeResource Resource,
    FindingNames Names,
    TopicSpec? Wanted,
    LiveTopic? Live,
    TopicEvidence? Evidence
);

/// <summary>What the checks depend on besides the plan.</summary>
/// <param name="OtherChanges">Open changes on the same topics, as "title (state)".</param>
public sealed record CheckSetting(bool IsProduction, IReadOnlyList<string> OtherChanges, DateTimeOffset Now);

/// <summary>
/// The built-in checks of a plan. Blocked sends the request back; NeedsOverride adds an approval step; the rest informs.
/// </summary>
public static class Checks
{
    public const int MostPartitions = 1_000;
    public const int ManyPartitions = 48;

    /// <summary>The check that names open changes on the same topics.</summary>
    public const string OtherChangesCheck = "other changes";

    private const string MinInSyncName = "min.insync.replicas";

    public static IReadOnlyList<Finding> Of(IReadOnlyList<CheckedTopic> topics, CheckSetting setting) =>
        [.. topics.SelectMany(t => OfTopic(t, setting)), OtherChanges(setting)];

    private static IEnumerable<Finding> OfTopic(CheckedTopic topic, CheckSetting setting) =>
        topic.Resource.Operation == ResourceOperation.Delete
            ? [ActiveReaders.Check(topic, setting.Now)]
            : [Partitions(topic), Replication(topic, setting), MinInSync(topic), Compaction(topic)];

    private static Finding Partitions(CheckedTopic topic) =>
        topic.Wanted!.Partitions switch
        {
            > MostPartitions and var n => Say(
                topic,
                "partitions",
                CheckVerdict.Blocked,
                $"{n} partitions are more than the {MostPartitions:N0} a topic may have. Ask for fewer."
            ),
            > ManyPartitions and var n => Say(
                topic,
                "partitions",
                CheckVerdict.NeedsOverride,
                $"{n} partitions are more than the usual {ManyPartitions}: each one costs every broker memory and files."
            ),
            var n => Say(
                topic,
                "partitions",
                CheckVerdict.Passed,
                $"{n} partitions, at most {ManyPartitions} without an override."
            ),
        };

    private static Finding Replication(CheckedTopic topic, CheckSetting setting) =>
        (topic.Wanted!.Replication, topic.Evidence?.Brokers) switch
        {
            (var r, { } brokers) when r > brokers && r != topic.Live?.Replication => Say(
                topic,
                "replication",
                CheckVerdict.Blocked,
                $"{r} replicas need {r} brokers; the cluster has {brokers}. Ask for at most {brokers}."
            ),
            (var r, _) when r < 3 && setting.IsProduction => Say(
                topic,
                "replication",
                CheckVerdict.NeedsOverride,
                $"{r} replica{(r == 1 ? "" : "s")} in production: losing {(r == 1 ? "one broker" : "two brokers")} loses data."
            ),
            (var r, _) => Say(topic, "replication", CheckVerdict.Passed, $"{r} replica{(r == 1 ? "" : "s")}."),
        };

    private static Finding MinInSync(CheckedTopic topic) =>
        (topic.Wanted!.Replication, LeastInSync(topic)) switch
        {
            (var r, { } least) when least > r => Say(
                topic,
                MinInSyncName,
                topic.Wanted!.Configs.ContainsKey(MinInSyncName) ? CheckVerdict.Blocked : CheckVerdict.Noted,
                $"min.insync.replicas {least} is above the {r} replicas: every acks=all write would be refused."
            ),
            (1, _) => Say(
                topic,
                MinInSyncName,
                CheckVerdict.Noted,
                "While the one broker of a partition is down, nothing is written to it or read from it."
            ),
            (var r, { } least) when least == r => Say(
                topic,
                MinInSyncName,
                CheckVerdict.Noted,
                $"min.insync.replicas equals the {least} replicas: one broker down stops acks=all writes."
            ),
            (_, null) => Say(
                topic,
                MinInSyncName,
                CheckVerdict.Passed,
                $"{MinInSyncName} is left to the brokers' own setting; Kafka's is 1, and writes then go on with a broker down."
            ),
            _ => Say(topic, MinInSyncName, CheckVerdict.Passed, "Writes go on with a broker down."),
        };

    // What is asked for, else the brokers' own setting where the topic shows it; null: nobody knows.
    private static int? LeastInSync(CheckedTopic topic) =>
        int.TryParse(
            topic.Wanted!.Configs.GetValueOrDefault(MinInSyncName)
                ?? (
                    topic.Live?.Configs.GetValueOrDefault(MinInSyncName) is { IsDefault: true } byDefault
                        ? byDefault.Value
                        : null
                ),
            out var least
        )
            ? least
            : null;

    private static Finding Compaction(CheckedTopic topic) =>
        topic.Wanted!.Configs.GetValueOrDefault("cleanup.policy") is { } policy
        && policy.Contains("compact", StringComparison.Ordinal)
            ? Say(topic, "keys", CheckVerdict.Noted, "A compacted topic refuses records without a key.")
            : Say(topic, "keys", CheckVerdict.Passed, "Keys are optional.");

    private static Finding OtherChanges(CheckSetting setting) =>
        setting.OtherChanges.Count == 0
            ? new(OtherChangesCheck, CheckVerdict.Passed, "No other change is open on the same topics.")
            : new(
                OtherChangesCheck,
                CheckVerdict.Noted,
                $"Also open: {string.Join("; ", setting.OtherChanges)}. Whichever is applied second becomes stale and is planned again."
            );

    internal static Finding Say(CheckedTopic topic, string what, CheckVerdict verdict, string words) =>
        new(topic.Names.Of(what, topic.Resource), verdict, words);
}
