using System.Globalization;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Topics;

/// <summary>Which of a topic's records a plan lets go. How many those are, the cluster tells: <see cref="DataLossEstimate"/>.</summary>
public abstract record DataLoss
{
    private const string TimeLimit = "retention.ms";
    private const string SizeLimit = "retention.bytes";

    private DataLoss() { }

    public sealed record Nothing : DataLoss;

    public sealed record All : DataLoss;

    /// <summary>What is older, and what is more than a partition may hold; a null limits nothing.</summary>
    public sealed record Beyond(long? Milliseconds, long? Bytes) : DataLoss;

    /// <summary>Compaction leaves what its keys leave, and a default that comes back may not have been told.</summary>
    public sealed record Unknown : DataLoss;

    /// <param name="steps">What a plan does to the topic.</param>
    /// <param name="live">As it is before the plan.</param>
    public static DataLoss Of(IReadOnlyList<Step> steps, LiveTopic live) =>
        steps.Any(step => step is DeleteTopic)
            ? new All()
            : OfMoves([.. steps.OfType<AlterConfigs>().SelectMany(step => step.Configs)], live);

    private static DataLoss OfMoves(List<ConfigMove> moves, LiveTopic live)
    {
        var policy = CleanupPolicy.Of(moves, live);
        if (policy.After is not { } after || IsCompactedSooner(policy, moves, live))
        {
            return new Unknown();
        }

        var isCleanedAnew = !CleanupPolicy.Has("delete", policy.Before);
        var cuts = CleanupPolicy.Has("delete", after) ? Cuts(moves, live, isCleanedAnew) : [];
        return cuts.Count == 0 ? new Nothing()
            : cuts.ContainsValue(null) ? new Unknown()
            : new Beyond(Limit(cuts, TimeLimit), Limit(cuts, SizeLimit));
    }

    private static bool IsCompactedSooner(CleanupPolicy policy, List<ConfigMove> moves, LiveTopic live) =>
        (policy.MayCompact && !CleanupPolicy.Has("compact", policy.Before))
        || moves.Exists(m => CompactionDelay.Removes(m.Name) is not null && TopicDiff.DestroysData(m, moves, live));

    /// <summary>The limits that take something which stayed until now, by name; null where the value isn't known.</summary>
    private static Dictionary<string, string?> Cuts(List<ConfigMove> moves, LiveTopic live, bool isCleanedAnew)
    {
        var cuts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in new[] { TimeLimit, SizeLimit })
        {
            var move = moves.Find(m => m.Name == name);
            if (isCleanedAnew || (move is not null && TopicDiff.DestroysData(move, moves, live)))
            {
                cuts[name] = move is null ? live.Configs.GetValueOrDefault(name)?.Value : TopicDiff.After(move, live);
            }
        }

        return cuts;
    }

    // -1 is how Kafka writes "no limit".
    private static long? Limit(Dictionary<string, string?> cuts, string name) =>
        cuts.TryGetValue(name, out var value)
        && long.TryParse(value, CultureInfo.InvariantCulture, out var limit)
        && limit >= 0
            ? limit
            : null;
}
