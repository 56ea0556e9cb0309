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
            throw new SqlDataException(
                $"{unread.Message.TrimEnd('.')} (topic {record.Topic}, partition {record.Partition.Value}, offset {record.Offset.Value})."
            );
        }
    }

    private Change? Decode(ConsumeResult<byte[], byte[]> record)
    {
        var row = new object?[table.Columns.Length];
        var isDeleted = record.Message.Value is null;
        if (isDeleted && !table.IsUpsert)
        {
            return null; // A tombstone has no columns; Flink's formats leave it out.
        }

        if (!isDeleted)
        {
            if (_value.Decode(record.Message.Value!) is not { } values)
            {
                return null;
            }

            Place(row, table.ValueFields, values);
        }

        if (_key is not null && record.Message.Key is { } key)
        {
            if (_key.Decode(key) is not { } values)
            {
                return null;
            }

            Place(row, table.KeyFields, values);
        }

        for (var i = 0; i < row.Length; i++)
        {
            if (table.Columns[i].Metadata is { } metadata)
            {
                row[i] = RecordMetadata.Of(record, metadata, table.Columns[i].Type);
            }
        }

        return new(isDeleted ? RowKind.Delete : RowKind.Insert, row);
    }

    private static void Place(object?[] row, System.Collections.Immutable.ImmutableArray<int> places, object?[] values)
    {
        for (var i = 0; i < places.Length; i++)
        {
            row[places[i]] = values[i];
        }
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
