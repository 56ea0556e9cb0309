using System.Collections.Immutable;
using Confluent.Kafka;
using Portal.LocalCluster.Streams.Formats;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>A record of a topic as the columns of its table that aren't computed.</summary>
internal sealed class RecordReader(TopicTable table)
{
    private readonly IRowFormat? _key = table.KeyFormat();
    private readonly IRowFormat _value = table.ValueFormat();

    /// <summary>Null: its format leaves it out.</summary>
    /// <exception cref="SqlDataException">It can't be read; the message says which.</exception>
    public Change? Read(ConsumeResult<byte[], byte[]> record)
    {
        try
        {
            return Decode(record);
        }
        catch (SqlDataException unread)
        {
            throw Placed(unread, record);
        }
    }

    public static SqlDataException Placed(SqlDataException fault, ConsumeResult<byte[], byte[]> record) =>
        new(
            $"{fault.Message.TrimEnd('.')} (topic {record.Topic}, partition {record.Partition.Value}, offset {record.Offset.Value})."
        );

    private Change? Decode(ConsumeResult<byte[], byte[]> record)
    {
        var row = new object?[table.Columns.Length];
        var isDeleted = table.IsUpsert && record.Message.Value is null;
        // The value's columns come last: of one that is in both, as in Flink, the value's counts.
        if (
            (_key is not null && !IsPlaced(_key, record.Message.Key, row, table.KeyFields))
            || (!isDeleted && !IsPlaced(_value, record.Message.Value, row, table.ValueFields))
        )
        {
            return null;
        }

        for (var i = 0; i < row.Length; i++)
        {
            if (table.Columns[i].MetadataKey is { } metadata)
            {
                row[i] = RecordMetadata.Of(record, metadata, table.Columns[i].Type);
            }
        }

        return new(isDeleted ? RowKind.Delete : RowKind.Insert, row);
    }

    /// <returns>False: its format leaves the record out, as most do without bytes.</returns>
    private static bool IsPlaced(IRowFormat format, byte[]? bytes, object?[] row, ImmutableArray<int> places)
    {
        if ((bytes is null ? format.DecodeNull() : format.Decode(bytes)) is not { } values)
        {
            return false;
        }

        for (var i = 0; i < places.Length; i++)
        {
            row[places[i]] = values[i];
        }

        return true;
    }
}

/// <summary>What a record is beside its key and value.</summary>
public static class RecordMetadata
{
    /// <summary>The type that the connector gives it; null: there is no such metadata.</summary>
    public static SqlType? TypeOf(string metadata) =>
        metadata switch
        {
            "topic" or "timestamp-type" => SqlType.String.NotNull,
            "partition" or "leader-epoch" => SqlType.Int.NotNull,
            "offset" => SqlType.BigInt.NotNull,
            "timestamp" => SqlType.Instant(3).NotNull,
            "headers" => SqlType.MapOf(SqlType.String.NotNull, SqlType.Bytes).NotNull,
            _ => null,
        };

    internal static object? Of(ConsumeResult<byte[], byte[]> record, string metadata, SqlType type)
    {
        object? value = metadata switch
        {
            "topic" => record.Topic,
            "partition" => (long)record.Partition.Value,
            "offset" => record.Offset.Value,
            "leader-epoch" => (long?)record.LeaderEpoch,
            "timestamp-type" => record.Message.Timestamp.Type == TimestampType.LogAppendTime
                ? "LogAppendTime"
                : "CreateTime",
            "timestamp" => DateTimeOffset.FromUnixTimeMilliseconds(record.Message.Timestamp.UnixTimestampMs),
            _ => new SqlMap(
                (record.Message.Headers ?? []).Select(h =>
                    KeyValuePair.Create<object, object?>(h.Key, h.GetValueBytes())
                )
            ),
        };
        return value is null ? null : Casting.Between(TypeOf(metadata)!, type)?.Invoke(value) ?? value;
    }
}
