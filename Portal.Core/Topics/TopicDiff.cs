using System.Collections.Immutable;
using System.Globalization;

namespace Portal.Core.Topics;

/// <summary>What separates a live topic from what is wanted of it.</summary>
public static class TopicDiff
{
    /// <summary>
    /// The settings to move, by name. A wanted value is met when it is in effect, whether set or by default; a setting
    /// that isn't wanted is met when the topic sets nothing. What its cluster has no setting for can't be moved, and nobody changed it.
    /// </summary>
    public static ImmutableArray<ConfigMove> Configs(LiveTopic live, TopicSpec wanted)
    {
        var wantedMoves =
            from want in wanted.Configs
            let now = live.Configs.GetValueOrDefault(want.Key)
            where !live.Lacks(want.Key) && !TopicConfigs.AreSame(want.Key, now?.Value, want.Value)
            select new ConfigMove(want.Key, now is { IsDefault: false } ? now.Value : null, want.Value);
        var unwantedMoves =
            from now in live.Configs
            where !now.Value.IsDefault && !wanted.Configs.ContainsKey(now.Key) && TopicConfigs.All.ContainsKey(now.Key)
            select new ConfigMove(now.Key, now.Value.Value, null);
        return [.. wantedMoves.Concat(unwantedMoves).OrderBy(m => m.Name, StringComparer.Ordinal)];
    }

    /// <summary>The wanted settings that the topic's cluster hasn't, in words; null: it has them all, or isn't known yet to lack one.</summary>
    public static string? Lacking(LiveTopic? live, TopicSpec wanted)
    {
        var lacking = wanted.Configs.Keys.Where(name => live?.Lacks(name) == true).ToList();
        return lacking.Count == 0
            ? null
            : $"The cluster has no such setting, so it isn't set: {string.Join(", ", lacking)}.";
    }

    /// <summary>
    /// Whether brokers may delete records at once because of this move. Kafka acts on both retentions and on cleanup.policy within
    /// minutes, and the next compaction on how long it has to wait.
    /// </summary>
    /// <param name="moves">All that the plan does to the topic's settings.</param>
    public static bool DestroysData(ConfigMove move, IReadOnlyCollection<ConfigMove> moves, LiveTopic live) =>
        move.Name switch
        {
            "retention.ms" or "retention.bytes" => IsCut(InEffect(move.Name, live), move.After),
            CleanupPolicy.Name => !TopicConfigs.AreSame(move.Name, InEffect(move.Name, live), move.After),
            _ when CompactionDelay.Removes(move.Name) is not null => IsCut(InEffect(move.Name, live), After(move, live))
                && CleanupPolicy.Of(moves, live).MayCompact,
            _ => false,
        };

    /// <summary>What holds after the move; null where that is a default that isn't known.</summary>
    public static string? After(ConfigMove move, LiveTopic live) =>
        move.After ?? live.Configs.GetValueOrDefault(move.Name)?.ByDefault;

    private static string? InEffect(string name, LiveTopic live) => live.Configs.GetValueOrDefault(name)?.Value;

    // Back to a default may be a cut too. One that isn't known is taken for one; so is any of a retention, which Kafka seldom tells.
    private static bool IsCut(string? before, string? after) =>
        !long.TryParse(after, CultureInfo.InvariantCulture, out var to)
        || (
            to != -1 && (!long.TryParse(before, CultureInfo.InvariantCulture, out var from) || from == -1 || to < from)
        );
}
