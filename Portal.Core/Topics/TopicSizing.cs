using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>One derived setting and why it is what it is.</summary>
public sealed record SizedSetting(string Name, string Value, string Why);

/// <summary>Settings derived from an intent, each with its reasoning; a person may override any of them.</summary>
/// <param name="BytesKept">About how much disk it takes when full, all replicas; null for a table, whose size follows its keys.</param>
public sealed record TopicSizing(
    int Partitions,
    int Replication,
    ImmutableSortedDictionary<string, string> Configs,
    ImmutableArray<SizedSetting> Settings,
    double? BytesKept
)
{
    /// <summary>What one partition is planned to carry: well under what a broker's disk and one consumer take.</summary>
    public const int BytesPerSecondAPartition = 2_000_000;

    private const int KafkasLargestBatch = 1_048_588;
    private static readonly int[] RoundNumbers = [1, 3, 6, 12, 24, 48, 96, 192, 384, 768];

    /// <param name="brokers">How many brokers the cluster has; null when not known.</param>
    public static TopicSizing Of(TopicIntent intent, int? brokers)
    {
        var replication = Math.Min(brokers ?? 3, 3);
        var partitions = PartitionsFor(intent);
        SizedSetting[] settings =
        [
            partitions,
            ReplicationFor(replication, brokers),
            MinInSync(intent.Tier, replication),
            .. RetentionSettings(intent),
            .. LargeEvents(intent),
        ];
        return new TopicSizing(
            int.Parse(partitions.Value, CultureInfo.InvariantCulture),
            replication,
            settings.Skip(2).ToImmutableSortedDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal),
            [.. settings],
            intent.Keeping == Keeping.ForATime
                ? intent.EventsPerSecond * intent.EventBytes * intent.KeepFor.TotalSeconds * replication
                : null
        );
    }

    private static SizedSetting PartitionsFor(TopicIntent intent)
    {
        if (intent.Ordering == Ordering.Whole)
        {
            return new("partitions", "1", "All events stay in one order, and order holds only within a partition.");
        }

        var rate = intent.EventsPerSecond * intent.EventBytes;
        var needed = (int)Math.Min(Math.Ceiling(rate / BytesPerSecondAPartition), RoundNumbers[^1]);
        var least = intent.Tier == Tier.Critical ? 6 : 3;
        var partitions = RoundNumbers.First(n => n >= Math.Max(needed, least));
        return new(
            "partitions",
            Text(partitions),
            needed > least
                ? $"{rate / 1e6:0.#}\u00A0MB/s at {BytesPerSecondAPartition / 1_000_000}\u00A0MB/s a partition, rounded up: partitions can grow, but keys then move."
                : $"The rate would fit in {needed}; {partitions} let that many consumers share the work, and keys never have to move."
        );
    }

    private static SizedSetting ReplicationFor(int replication, int? brokers) =>
        new(
            "replication",
            Text(replication),
            replication == 3
                ? "Three copies: a broker can be away while another one fails."
                : $"The cluster has only {brokers} broker{(brokers == 1 ? "" : "s")}."
        );

    private static SizedSetting MinInSync(Tier tier, int replication) =>
        (tier, replication) switch
        {
            (_, 3) => new("min.insync.replicas", "2", "An acknowledged write is on two brokers, and one may be down."),
            (Tier.Critical, 2) => new(
                "min.insync.replicas",
                "2",
                "Critical: no write is acknowledged that lies on one broker only, even if writes stop meanwhile."
            ),
            _ => new(
                "min.insync.replicas",
                "1",
                "With so few copies more would stop all writes when a broker is away."
            ),
        };

    private static IEnumerable<SizedSetting> RetentionSettings(TopicIntent intent)
    {
        if (intent.Keeping == Keeping.NewestOfEachKey)
        {
            yield return new("cleanup.policy", "compact", "The newest record of each key is kept; older ones go.");
            yield break;
        }

        yield return new("cleanup.policy", "delete", "Records go when they are old enough.");
        yield return new("retention.ms", Milliseconds(intent.KeepFor), "As long as you requested.");
        if (intent.KeepFor < TimeSpan.FromDays(1))
        {
            var roll = TimeSpan.FromTicks(Math.Max(intent.KeepFor.Ticks / 4, TimeSpan.FromMinutes(1).Ticks));
            yield return new(
                "segment.ms",
                Milliseconds(roll),
                "Kafka deletes whole closed segments only: closed this often, records really go in time."
            );
        }
    }

    private static IEnumerable<SizedSetting> LargeEvents(TopicIntent intent)
    {
        // Batches of a few events must pass, not only a single one.
        var batch = intent.EventBytes * 2L;
        if (batch > KafkasLargestBatch)
        {
            var largest = Math.Min((long)BitOperations.RoundUpToPowerOf2((ulong)batch), int.MaxValue);
            yield return new(
                "max.message.bytes",
                Text(largest),
                "Your events are larger than Kafka's usual limit; producers and consumers need the same limit."
            );
        }
    }

    private static string Milliseconds(TimeSpan time) => Text((long)time.TotalMilliseconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
