using System.Globalization;
using Portal.Core.Changes;
using Portal.Core.Wording;

namespace Portal.Core.Topics;

/// <summary>A topic setting's value as a person says it: 604800000 is 7 d, 1048576 is 1 MiB, -1 and the maximum are what they stand for.</summary>
public static class Setting
{
    /// <summary>The words, and the value as Kafka has it where the two differ.</summary>
    public static (string Words, string? Raw) InWords(string name, string value)
    {
        var words =
            Special(name, value)
            ?? TopicConfigs.All.GetValueOrDefault(name)?.Form switch
            {
                ConfigForm.Milliseconds when Number(value) is { } ms => ms is < 0 or > 30_000_000_000_000
                    ? "forever"
                    : Age.InWords(TimeSpan.FromMilliseconds(ms)),
                ConfigForm.Bytes when Number(value) is { } bytes => bytes < 0 ? "no limit" : Quantity.Binary(bytes),
                ConfigForm.Count when Number(value) is { } count => count == long.MaxValue
                    ? "no limit"
                    : Quantity.Count(count),
                ConfigForm.YesNo => value == "true" ? "yes" : "no",
                _ => value,
            };
        return (words, words == value ? null : value);
    }

    /// <summary>What a setting does, also one that no request may name; empty for one that isn't known here.</summary>
    public static string Meaning(string name) =>
        TopicConfigs.All.GetValueOrDefault(name)?.Meaning
        ?? name switch
        {
            "compression.gzip.level" or "compression.lz4.level" or "compression.zstd.level" =>
                "How hard the broker compresses with this codec, where compression.type names it.",
            "follower.replication.throttled.replicas" =>
                "Followers whose replication is throttled while partitions are moved.",
            "leader.replication.throttled.replicas" =>
                "Leaders whose replication is throttled while partitions are moved.",
            "local.retention.ms" => "With tiered storage, how long records stay on the brokers' own disks.",
            "local.retention.bytes" =>
                "With tiered storage, how many bytes of each partition stay on the brokers' own disks.",
            "remote.storage.enable" => "Whether closed segments are moved to tiered storage.",
            "remote.log.copy.disable" => "Whether no more segments are copied to tiered storage.",
            "remote.log.delete.on.disable" => "Whether what is in tiered storage is deleted when it is disabled.",
            "message.downconversion.enable" => "Whether brokers convert messages for clients of older formats.",
            "message.format.version" => "The format messages are stored in; ignored since Kafka 3.0.",
            _ => "",
        };

    // Values that don't mean what they count.
    private static string? Special(string name, string value) =>
        (name, value) switch
        {
            ("local.retention.ms", "-2") => "same as retention.ms",
            ("local.retention.bytes", "-2") => "same as retention.bytes",
            ("flush.ms" or "flush.messages", Most) => "never forced, left to the operating system",
            ("max.compaction.lag.ms" or "message.timestamp.before.max.ms" or "message.timestamp.after.max.ms", Most) =>
                "no limit",
            ("compression.gzip.level", "-1") => "the codec's default",
            _ => null,
        };

    private const string Most = "9223372036854775807";

    private static long? Number(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
