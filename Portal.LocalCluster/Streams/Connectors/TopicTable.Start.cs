using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicTable
{
    private const string OffsetsOption = "scan.startup.specific-offsets";
    private const string StartMsOption = "scan.startup.timestamp-millis";

    public StartAt Start { get; }

    /// <summary>Its own, in Flink's words; null: that of all sources holds.</summary>
    public string? IdleTimeout => Get("scan.watermark.idle-timeout");
    public long StartMs { get; }

    /// <summary>By partition; those that aren't named begin where their group is, or at their start.</summary>
    public ImmutableDictionary<int, long> StartOffsets { get; }

    /// <summary>Where a group begins that committed nothing: earliest, latest, or none, which is Flink's default.</summary>
    public string StartWithoutOffset => Get("properties.auto.offset.reset") ?? "none";

    /// <summary>
    /// Where a partition goes on whose offset is gone, because its records were deleted meanwhile: as Flink, at its oldest record where the table
    /// was to begin at the oldest or at offsets, at its end where it was to begin there or at a time, and where its group says else.
    /// </summary>
    public AutoOffsetReset WithoutOffset =>
        Start switch
        {
            StartAt.Earliest or StartAt.Offsets => AutoOffsetReset.Earliest,
            StartAt.Latest or StartAt.Timestamp => AutoOffsetReset.Latest,
            _ => StartWithoutOffset switch
            {
                "earliest" => AutoOffsetReset.Earliest,
                "latest" => AutoOffsetReset.Latest,
                _ => AutoOffsetReset.Error,
            },
        };

    private StartAt StartOf(string mode) =>
        mode switch
        {
            "earliest-offset" => StartAt.Earliest,
            "latest-offset" => StartAt.Latest,
            "group-offsets" => StartAt.Group,
            "timestamp" => StartAt.Timestamp,
            "specific-offsets" => StartAt.Offsets,
            _ => throw Bad(
                "scan.startup.mode",
                mode,
                "earliest-offset, latest-offset, group-offsets, timestamp, specific-offsets"
            ),
        };

    private ImmutableDictionary<int, long> Offsets(string option)
    {
        var text = Required(option);
        var offsets = ImmutableDictionary.CreateBuilder<int, long>();
        foreach (var pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = Pair().Match(pair);
            if (
                !parts.Success
                || !int.TryParse(parts.Groups["partition"].ValueSpan, CultureInfo.InvariantCulture, out var partition)
                || !long.TryParse(parts.Groups["offset"].ValueSpan, CultureInfo.InvariantCulture, out var offset)
            )
            {
                throw new SqlDataException(
                    $"Invalid properties '{option}' should follow the format 'partition:0,offset:42;partition:1,offset:300', but is '{text}'."
                );
            }

            offsets[partition] = offset;
        }

        return offsets.ToImmutable();
    }

    [GeneratedRegex(
        "^partition:(?<partition>[0-9]+),offset:(?<offset>[0-9]+)$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Pair();
}
