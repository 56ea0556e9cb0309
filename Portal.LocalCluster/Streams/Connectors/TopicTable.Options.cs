using Portal.LocalCluster.Streams.Formats;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicTable
{
    private const string Properties = "properties.";

    // The two of parallelism are taken without effect: all of a job has its own.
    private static readonly string[] OfBoth =
    [
        "connector",
        "key.fields-prefix",
        "key.format",
        BoundedMode,
        EndOffsetsOption,
        EndMsOption,
        "scan.parallelism",
        "scan.watermark.emit.strategy",
        "scan.watermark.idle-timeout",
        "sink.delivery-guarantee",
        "sink.parallelism",
        "sink.transactional-id-prefix",
        TopicOption,
        "value.fields-include",
        "value.format",
    ];
    private static readonly string[] OfKafka =
    [
        "format",
        "key.fields",
        "scan.startup.mode",
        OffsetsOption,
        StartMsOption,
        DiscoveryOption,
        PartitionerOption,
    ];

    /// <exception cref="SqlDataException">An option would have no effect; in Flink's words.</exception>
    public void CheckOptions()
    {
        (string Prefix, string? Name)[] formats =
        [
            ("key.", Get("key.format")),
            ("value.", Get("value.format")),
            ("", IsUpsert ? null : Get("format")),
        ];
        var known = OfBoth
            .Concat(IsUpsert ? [] : OfKafka)
            .Concat(formats.SelectMany(f => RowFormats.Options(f.Name).Select(option => $"{f.Prefix}{option}")))
            .Order(StringComparer.Ordinal)
            .ToList();
        var prefixes = formats.Select(f => $"{f.Prefix}{f.Name}.{Properties}").Append(Properties).ToList();
        var unknown = _options
            .Keys.Where(name => !known.Contains(name, StringComparer.Ordinal))
            .Where(name => !prefixes.Exists(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (unknown.Count > 0)
        {
            throw new SqlDataException(
                $"Unsupported options found for '{Get("connector")}'.\n\nUnsupported options:\n\n{string.Join('\n', unknown)}\n\nSupported options:\n\n{string.Join('\n', known)}\nproperties.*"
            );
        }

        CheckProperties();
    }
}
