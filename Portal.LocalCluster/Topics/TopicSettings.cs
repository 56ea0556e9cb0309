using System.Globalization;
using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Topics;

/// <summary>A topic's configuration as values: its own where it has one, the default elsewhere. The overrides were checked before.</summary>
public sealed class TopicSettings(IReadOnlyDictionary<string, string> overrides)
{
    public int MaxMessageBytes { get; } = (int)Number(overrides, TopicConfigs.MaxMessageBytes);
    public int MinInsyncReplicas { get; } = (int)Number(overrides, TopicConfigs.MinInsyncReplicas);
    public long TimestampAfterMaxMs { get; } = Number(overrides, TopicConfigs.TimestampAfterMaxMs);
    public long TimestampBeforeMaxMs { get; } = Number(overrides, TopicConfigs.TimestampBeforeMaxMs);
    public long MinCompactionLagMs { get; } = Number(overrides, TopicConfigs.MinCompactionLagMs);
    public long MaxCompactionLagMs { get; } = Number(overrides, TopicConfigs.MaxCompactionLagMs);
    public bool WantsRemoteStorage { get; } = bool.Parse(Text(overrides, TopicConfigs.RemoteStorage));

    /// <summary>Records are told apart by their keys, so each must have one.</summary>
    public bool Compacts { get; } = Cleanup(overrides, "compact");

    /// <summary>Records go by age, by size, and by request.</summary>
    public bool Deletes { get; } = Cleanup(overrides, "delete");

    public LogSettings Log { get; } =
        new(
            SegmentBytes: (int)Number(overrides, TopicConfigs.SegmentBytes),
            SegmentAge: Milliseconds(
                Math.Min(
                    Number(overrides, TopicConfigs.SegmentMs),
                    Cleanup(overrides, "compact") ? Number(overrides, TopicConfigs.MaxCompactionLagMs) : long.MaxValue
                )
            ) ?? TimeSpan.MaxValue,
            // A topic that is only compacted never loses a record by age or size.
            RetentionAge: Cleanup(overrides, "delete")
                ? Milliseconds(Number(overrides, TopicConfigs.RetentionMs))
                : null,
            RetentionBytes: Cleanup(overrides, "delete")
            && Number(overrides, TopicConfigs.RetentionBytes) is var most and >= 0
                ? most
                : null,
            StampsOnAppend: Text(overrides, TopicConfigs.TimestampType) == "LogAppendTime",
            Compaction: Cleanup(overrides, "compact") ? Compaction(overrides) : null
        );

    private static CompactionSettings Compaction(IReadOnlyDictionary<string, string> overrides) =>
        new(
            double.Parse(Text(overrides, TopicConfigs.MinCleanableDirtyRatio), CultureInfo.InvariantCulture),
            Milliseconds(Number(overrides, TopicConfigs.MinCompactionLagMs)) ?? TimeSpan.MaxValue,
            Milliseconds(Number(overrides, TopicConfigs.MaxCompactionLagMs)),
            Milliseconds(Number(overrides, TopicConfigs.DeleteRetentionMs)) ?? TimeSpan.MaxValue
        );

    private static bool Cleanup(IReadOnlyDictionary<string, string> overrides, string policy) =>
        Text(overrides, TopicConfigs.CleanupPolicy).Contains(policy, StringComparison.Ordinal);

    private static TimeSpan? Milliseconds(long value) =>
        value < 0 || value > TimeSpan.MaxValue.TotalMilliseconds ? null : TimeSpan.FromMilliseconds(value);

    private static long Number(IReadOnlyDictionary<string, string> overrides, string name) =>
        long.Parse(Text(overrides, name), CultureInfo.InvariantCulture);

    private static string Text(IReadOnlyDictionary<string, string> overrides, string name) =>
        (overrides.TryGetValue(name, out var value) ? value : TopicConfigs.Find(name)!.Default).Trim();
}
