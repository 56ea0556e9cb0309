using static Portal.LocalCluster.Topics.ConfigRanges;
using static Portal.LocalCluster.Topics.ConfigType;

namespace Portal.LocalCluster.Topics;

/// <summary>
/// Every topic configuration of Kafka 4, so that tools find what they know. Those that have effect here are retention.ms,
/// retention.bytes, segment.bytes, segment.ms, max.message.bytes, min.insync.replicas, message.timestamp.*, cleanup.policy and what goes
/// with compaction; the others are checked and kept.
/// </summary>
public static class TopicConfigs
{
    public const string CleanupPolicy = "cleanup.policy";
    public const string MaxMessageBytes = "max.message.bytes";
    public const string MinInsyncReplicas = "min.insync.replicas";
    public const string RetentionBytes = "retention.bytes";
    public const string RetentionMs = "retention.ms";
    public const string SegmentBytes = "segment.bytes";
    public const string SegmentMs = "segment.ms";
    public const string TimestampType = "message.timestamp.type";
    public const string TimestampAfterMaxMs = "message.timestamp.after.max.ms";
    public const string TimestampBeforeMaxMs = "message.timestamp.before.max.ms";
    public const string MinCompactionLagMs = "min.compaction.lag.ms";
    public const string MaxCompactionLagMs = "max.compaction.lag.ms";
    public const string MinCleanableDirtyRatio = "min.cleanable.dirty.ratio";
    public const string DeleteRetentionMs = "delete.retention.ms";
    public const string RemoteStorage = "remote.storage.enable";

    private const string WeekMs = "604800000";
    private const string Unlimited = "9223372036854775807";
    private const string NotHere = " Has no effect on this cluster.";

    public static IReadOnlyList<ConfigDefinition> All { get; } =
    [
        new(
            CleanupPolicy,
            List,
            "delete",
            "log.cleanup.policy",
            "What becomes of old records: deleted by age and size, or compacted by key; or both.",
            EachOneOf("compact", "delete")
        ),
        new(
            "compression.gzip.level",
            Int,
            "-1",
            "compression.gzip.level",
            "Level for gzip." + NotHere,
            BetweenOr(1, 9, -1)
        ),
        new("compression.lz4.level", Int, "9", "compression.lz4.level", "Level for lz4." + NotHere, Between(1, 17)),
        new(
            "compression.type",
            Text,
            "producer",
            "compression.type",
            "Codec that records are kept in. This cluster keeps what the producer chose.",
            OneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer")
        ),
        new(
            "compression.zstd.level",
            Int,
            "3",
            "compression.zstd.level",
            "Level for zstd." + NotHere,
            Between(-131072, 22)
        ),
        new(
            DeleteRetentionMs,
            Long,
            "86400000",
            "log.cleaner.delete.retention.ms",
            "How long tombstones outlive compaction.",
            AtLeast(0)
        ),
        new(
            "file.delete.delay.ms",
            Long,
            "60000",
            "log.segment.delete.delay.ms",
            "How long a file outlives its deletion." + NotHere,
            AtLeast(0)
        ),
        new(
            "flush.messages",
            Long,
            Unlimited,
            "log.flush.interval.messages",
            "Records between two syncs to the disk." + NotHere,
            AtLeast(1)
        ),
        new("flush.ms", Long, Unlimited, null, "Time between two syncs to the disk." + NotHere, AtLeast(0)),
        new(
            "follower.replication.throttled.replicas",
            List,
            "",
            null,
            "Replicas whose followers are throttled." + NotHere
        ),
        new(
            "index.interval.bytes",
            Int,
            "4096",
            "log.index.interval.bytes",
            "Bytes between two index entries." + NotHere,
            AtLeast(0)
        ),
        new("leader.replication.throttled.replicas", List, "", null, "Replicas whose leaders are throttled." + NotHere),
        new(
            "local.retention.bytes",
            Long,
            "-2",
            "log.local.retention.bytes",
            "Bytes kept locally with tiered storage." + NotHere,
            AtLeast(-2)
        ),
        new(
            "local.retention.ms",
            Long,
            "-2",
            "log.local.retention.ms",
            "Time kept locally with tiered storage." + NotHere,
            AtLeast(-2)
        ),
        new(
            MaxCompactionLagMs,
            Long,
            Unlimited,
            "log.cleaner.max.compaction.lag.ms",
            "Longest time a record stays uncompacted.",
            AtLeast(1)
        ),
        new(
            MaxMessageBytes,
            Int,
            "1048588",
            "message.max.bytes",
            "Largest batch that is taken, after compression.",
            AtLeast(0)
        ),
        new(
            TimestampAfterMaxMs,
            Long,
            "3600000",
            "log.message.timestamp.after.max.ms",
            "How far ahead of the broker's clock a record may be.",
            AtLeast(0)
        ),
        new(
            TimestampBeforeMaxMs,
            Long,
            Unlimited,
            "log.message.timestamp.before.max.ms",
            "How far behind the broker's clock a record may be.",
            AtLeast(0)
        ),
        new(
            TimestampType,
            Text,
            "CreateTime",
            "log.message.timestamp.type",
            "Whose time a record carries: the producer's or its arrival's.",
            OneOf("CreateTime", "LogAppendTime")
        ),
        new(
            MinCleanableDirtyRatio,
            Real,
            "0.5",
            "log.cleaner.min.cleanable.ratio",
            "Share of a log that must be uncompacted before compaction.",
            Fraction
        ),
        new(
            MinCompactionLagMs,
            Long,
            "0",
            "log.cleaner.min.compaction.lag.ms",
            "Shortest time a record stays uncompacted.",
            AtLeast(0)
        ),
        new(
            MinInsyncReplicas,
            Int,
            "1",
            "min.insync.replicas",
            "Live replicas that a write with acks=all needs.",
            AtLeast(1)
        ),
        new("preallocate", Flag, "false", "log.preallocate", "Whether files are made at full size." + NotHere),
        new("remote.log.copy.disable", Flag, "false", null, "Whether copying to tiered storage stops." + NotHere),
        new(
            "remote.log.delete.on.disable",
            Flag,
            "false",
            null,
            "Whether tiered data goes when tiering is switched off." + NotHere
        ),
        new(RemoteStorage, Flag, "false", null, "Whether old segments go to tiered storage; not available here."),
        new(
            RetentionBytes,
            Long,
            "-1",
            "log.retention.bytes",
            "Size of a partition above which its oldest segments are deleted; -1 is no limit."
        ),
        new(RetentionMs, Long, WeekMs, null, "Age above which segments are deleted; -1 is no limit.", AtLeast(-1)),
        new(
            SegmentBytes,
            Int,
            "1073741824",
            "log.segment.bytes",
            "Size at which a new segment is begun.",
            AtLeast(1024 * 1024)
        ),
        new(
            "segment.index.bytes",
            Int,
            "10485760",
            "log.index.size.max.bytes",
            "Size of an index." + NotHere,
            AtLeast(4)
        ),
        new(
            "segment.jitter.ms",
            Long,
            "0",
            null,
            "Spread of the times at which segments are begun." + NotHere,
            AtLeast(0)
        ),
        new(SegmentMs, Long, WeekMs, null, "Age at which a new segment is begun.", AtLeast(1)),
        new(
            "unclean.leader.election.enable",
            Flag,
            "false",
            "unclean.leader.election.enable",
            "Whether a replica that lags may lead." + NotHere
        ),
    ];

    private static readonly Dictionary<string, ConfigDefinition> ByName = All.ToDictionary(
        d => d.Name,
        StringComparer.Ordinal
    );

    public static ConfigDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Why these overrides can't be, each alone or together; null when they can.</summary>
    public static string? Fault(IReadOnlyDictionary<string, string> overrides)
    {
        foreach (var (name, value) in overrides)
        {
            var fault = Find(name) is { } definition ? definition.FaultOf(value) : $"Unknown topic config name: {name}";
            if (fault is not null)
            {
                return fault;
            }
        }

        var settings = new TopicSettings(overrides);
        return settings switch
        {
            { WantsRemoteStorage: true } =>
                "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.",
            _ when settings.MinCompactionLagMs > settings.MaxCompactionLagMs =>
                $"conflict topic config setting {MinCompactionLagMs} ({settings.MinCompactionLagMs}) > {MaxCompactionLagMs} ({settings.MaxCompactionLagMs})",
            _ => null,
        };
    }
}
