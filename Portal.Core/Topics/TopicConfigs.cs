using System.Collections.Frozen;

namespace Portal.Core.Topics;

/// <summary>Every topic setting a request may name: a table.</summary>
public static class TopicConfigs
{
    private static readonly string[] Codecs = ["uncompressed", "gzip", "snappy", "lz4", "zstd", "producer"];

    /// <summary>Every setting a request may name.</summary>
    public static readonly FrozenDictionary<string, TopicConfig> All = new TopicConfig[]
    {
        new(
            "cleanup.policy",
            ConfigForm.Words,
            0,
            0,
            ["delete", "compact"],
            "Whether old records are deleted by age and size, or only the newest of each key is kept."
        ),
        new(
            "compression.type",
            ConfigForm.Words,
            0,
            0,
            Codecs,
            "How batches are compressed on disk; producer keeps what producers send."
        ),
        new(
            "delete.retention.ms",
            ConfigForm.Milliseconds,
            0,
            long.MaxValue,
            [],
            "How long a deletion marker stays in a compacted topic."
        ),
        new(
            "file.delete.delay.ms",
            ConfigForm.Milliseconds,
            0,
            long.MaxValue,
            [],
            "How long a deleted segment's file stays on disk."
        ),
        new(
            "flush.messages",
            ConfigForm.Count,
            1,
            long.MaxValue,
            [],
            "After how many records the log is forced to disk."
        ),
        new("flush.ms", ConfigForm.Milliseconds, 0, long.MaxValue, [], "After how long the log is forced to disk."),
        new(
            "index.interval.bytes",
            ConfigForm.Bytes,
            0,
            int.MaxValue,
            [],
            "How many bytes lie between two entries of a segment's index."
        ),
        new(
            "max.compaction.lag.ms",
            ConfigForm.Milliseconds,
            1,
            long.MaxValue,
            [],
            "The longest a record may stay out of compaction."
        ),
        new(
            "max.message.bytes",
            ConfigForm.Bytes,
            0,
            int.MaxValue,
            [],
            "The largest batch the topic takes. Lower refuses what comes; it deletes nothing."
        ),
        new(
            "message.timestamp.after.max.ms",
            ConfigForm.Milliseconds,
            0,
            long.MaxValue,
            [],
            "How far ahead of the broker's clock a record's time may be."
        ),
        new(
            "message.timestamp.before.max.ms",
            ConfigForm.Milliseconds,
            0,
            long.MaxValue,
            [],
            "How far behind the broker's clock a record's time may be."
        ),
        new(
            "message.timestamp.type",
            ConfigForm.Words,
            0,
            0,
            ["CreateTime", "LogAppendTime"],
            "Whose clock stamps a record: the producer's or the broker's."
        ),
        new(
            "min.cleanable.dirty.ratio",
            ConfigForm.Ratio,
            0,
            1,
            [],
            "How much of a compacted log must be new before it is compacted."
        ),
        new(
            "min.compaction.lag.ms",
            ConfigForm.Milliseconds,
            0,
            long.MaxValue,
            [],
            "How long a record is safe from compaction."
        ),
        new(
            "min.insync.replicas",
            ConfigForm.Count,
            1,
            int.MaxValue,
            [],
            "How many replicas must have a record before acks=all is answered."
        ),
        new("preallocate", ConfigForm.YesNo, 0, 0, [], "Whether a segment's file is created at full size at once."),
        new(
            "retention.bytes",
            ConfigForm.Bytes,
            -1,
            long.MaxValue,
            [],
            "How many bytes of each partition are kept; -1: no limit by size."
        ),
        new("retention.ms", ConfigForm.Milliseconds, -1, long.MaxValue, [], "How long records are kept; -1: forever."),
        new("segment.bytes", ConfigForm.Bytes, 1_048_576, int.MaxValue, [], "How large a segment's file grows."),
        new("segment.index.bytes", ConfigForm.Bytes, 4, int.MaxValue, [], "How large a segment's index may grow."),
        new(
            "segment.jitter.ms",
            ConfigForm.Milliseconds,
            0,
            long.MaxValue,
            [],
            "How far segment rolls are spread in time."
        ),
        new(
            "segment.ms",
            ConfigForm.Milliseconds,
            1,
            long.MaxValue,
            [],
            "After how long a segment is closed even when not full."
        ),
        new(
            "unclean.leader.election.enable",
            ConfigForm.YesNo,
            0,
            0,
            [],
            "Whether a replica that is behind may lead when no other is left: records may be lost."
        ),
    }.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);

    /// <summary>Whether two values of a setting mean the same; null: none is set.</summary>
    public static bool AreSame(string name, string? one, string? other) =>
        one == other
        || (one is not null && other is not null && All.TryGetValue(name, out var config) && config.IsSame(one, other));

    /// <summary>What is wrong with a name and value, in words; null when nothing is.</summary>
    public static string? Complaint(string name, string value) =>
        All.TryGetValue(name, out var config) ? config.Complaint(value) : $"Kafka has no topic setting named {name}.";
}
