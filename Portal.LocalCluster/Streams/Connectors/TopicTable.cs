using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Formats;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>Where a source begins that has no state.</summary>
public enum StartAt
{
    Group,
    Earliest,
    Latest,
    Timestamp,
    Offsets,
}

/// <summary>A column of a topic's table that isn't computed.</summary>
/// <param name="MetadataKey">The record's part that it is; null: of its key or value.</param>
public sealed record TopicColumn(string Name, SqlType Type, string? MetadataKey, bool IsVirtual);

/// <summary>A table of the connectors kafka and upsert-kafka, its options read and checked.</summary>
public sealed partial class TopicTable
{
    private readonly IReadOnlyDictionary<string, string> _options;

    /// <exception cref="SqlDataException">An option is missing or can't be; in words.</exception>
    public TopicTable(
        IReadOnlyDictionary<string, string> options,
        ImmutableArray<TopicColumn> columns,
        ImmutableArray<string> key
    )
    {
        (_options, Columns, PrimaryKey) = (options, columns, key);
        IsUpsert = Required("connector") switch
        {
            "kafka" => false,
            "upsert-kafka" => true,
            var other => throw new SqlDataException(
                $"Could not find any factory for identifier '{other}' that implements 'org.apache.flink.table.factories.DynamicTableFactory' in the classpath. Available: kafka, upsert-kafka."
            ),
        };
        Bootstrap = Required("properties.bootstrap.servers");
        Security = new(name => Get($"properties.{name}"));
        if (IsUpsert && key.IsEmpty)
        {
            throw new SqlDataException(
                "'upsert-kafka' tables require to define a PRIMARY KEY constraint. The PRIMARY KEY specifies which columns should be read from or write to the Kafka message key."
            );
        }

        Start = StartOf(Get("scan.startup.mode") ?? (IsUpsert ? "earliest-offset" : "group-offsets"));
        StartOffsets = Start == StartAt.Offsets ? Offsets(OffsetsOption) : ImmutableDictionary<int, long>.Empty;
        StartMs = Start == StartAt.Timestamp ? Ms(StartMsOption) : 0;
        End = EndOf(Get(BoundedMode));
        EndOffsets = End == EndAt.Offsets ? Offsets(EndOffsetsOption) : ImmutableDictionary<int, long>.Empty;
        EndMs = End == EndAt.Timestamp ? Ms(EndMsOption) : 0;
        Topics = Named();
        DiscoversEvery = DiscoveryOf(Get(DiscoveryOption));
        EmitsWatermarkOnEvent = Get("scan.watermark.emit.strategy") == "on-event";
        (KeyFields, ValueFields) = Split();
        IsFixed = IsFixedOf(Get(PartitionerOption));
        IsExactlyOnce = Get("sink.delivery-guarantee") switch
        {
            "exactly-once" => true,
            null or "at-least-once" or "none" => false,
            var other => throw Bad("sink.delivery-guarantee", other, "exactly-once, at-least-once, none"),
        };
        TransactionalIdPrefix = Get("sink.transactional-id-prefix");
        if (IsExactlyOnce && string.IsNullOrEmpty(TransactionalIdPrefix))
        {
            throw new SqlDataException(
                "sink.transactional-id-prefix must be specified when using DeliveryGuarantee.EXACTLY_ONCE."
            );
        }

        TransactionTimeout = TimeoutOf(Get(TimeoutOption) ?? UsualTimeoutMs);
    }

    public ImmutableArray<TopicColumn> Columns { get; }
    public ImmutableArray<string> PrimaryKey { get; }
    public bool IsUpsert { get; }
    public string Topic => Topics[0];
    public string Bootstrap { get; }
    public TableSecurity Security { get; }

    public bool EmitsWatermarkOnEvent { get; }
    public bool IsExactlyOnce { get; }

    public bool CommitsOffsets => Get("properties.commit.offsets.on.checkpoint") != "false";
    public string? TransactionalIdPrefix { get; }

    /// <summary>The columns that are read from the record's key and value, by their place among <see cref="Columns"/>.</summary>
    public ImmutableArray<int> KeyFields { get; }
    public ImmutableArray<int> ValueFields { get; }

    /// <summary>Null where the key isn't read.</summary>
    public IRowFormat? KeyFormat() =>
        KeyFields.IsEmpty
            ? null
            : RowFormats.Make(Required("key.format"), Fields(KeyFields, KeyPrefix), new(_options, "key."));

    public IRowFormat ValueFormat() =>
        RowFormats.Make(
            Get("format")
                ?? Get("value.format")
                ?? throw new SqlDataException("Either 'format' or 'value.format' is required."),
            Fields(ValueFields),
            new(_options, "value.")
        );
}
