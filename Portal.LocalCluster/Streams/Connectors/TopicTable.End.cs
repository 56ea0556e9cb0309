using System.Collections.Immutable;
using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>Where a bounded source ends, in each partition.</summary>
public enum EndAt
{
    Never,
    Latest,
    Group,
    Timestamp,
    Offsets,
}

public sealed partial class TopicTable
{
    private const string BoundedMode = "scan.bounded.mode";
    private const string EndOffsetsOption = "scan.bounded.specific-offsets";
    private const string EndMsOption = "scan.bounded.timestamp-millis";

    public EndAt End { get; }

    /// <summary>It ends: where the topic ended when the job began, or where its options say.</summary>
    public bool IsBounded => End != EndAt.Never;

    public long EndMs { get; }

    /// <summary>By partition; those that aren't named end where their group is, or before their first record.</summary>
    public ImmutableDictionary<int, long> EndOffsets { get; }

    private static EndAt EndOf(string? mode) =>
        mode switch
        {
            null or "unbounded" => EndAt.Never,
            "latest-offset" => EndAt.Latest,
            "group-offsets" => EndAt.Group,
            "timestamp" => EndAt.Timestamp,
            "specific-offsets" => EndAt.Offsets,
            _ => throw Bad(BoundedMode, mode, "unbounded, latest-offset, group-offsets, timestamp, specific-offsets"),
        };

    private long Ms(string option) =>
        long.TryParse(Required(option), CultureInfo.InvariantCulture, out var ms)
            ? ms
            : throw new SqlDataException($"Could not parse value '{Get(option)}' for key '{option}'.");
}
