using Confluent.Kafka;
using Portal.LocalCluster.Streams.Formats;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>A row of a table as a record of its topic.</summary>
internal sealed class RecordWriter(TopicTable table)
{
    private readonly IRowFormat? _key = table.KeyFormat();
    private readonly IRowFormat _value = table.ValueFormat();

    /// <summary>Of a row that is withdrawn, its key alone.</summary>
    public Message<byte[]?, byte[]?> Of(Change change)
    {
        if (!table.IsUpsert && change.Kind != RowKind.Insert)
        {
            throw new InvalidOperationException(
                "The planner lets no update through to a table that only takes inserts."
            );
        }

        return new()
        {
            Key = _key?.Encode(Pick(change.Row, table.KeyFields)),
            Value = change.Adds ? _value.Encode(Pick(change.Row, table.ValueFields)) : null,
            Timestamp = Time(change.Row),
            Headers = HeadersOf(change.Row),
        };
    }

    private Headers? HeadersOf(object?[] row)
    {
        if (Written(row, "headers") is not SqlMap map)
        {
            return null;
        }

        var headers = new Headers();
        foreach (var (name, value) in map.Entries)
        {
            // Flink leaves out those without a value.
            if (value is byte[] bytes)
            {
                headers.Add((string)name, bytes);
            }
        }

        return headers;
    }

    private Timestamp Time(object?[] row) =>
        Written(row, "timestamp") is DateTimeOffset time
            ? new(time.ToUnixTimeMilliseconds(), TimestampType.CreateTime)
            : Timestamp.Default;

    private object? Written(object?[] row, string metadata)
    {
        var at = table.Columns.IndexOf(table.Columns.FirstOrDefault(c => c.MetadataKey == metadata && !c.IsVirtual)!);
        return at >= 0 ? row[at] : null;
    }

    private static object?[] Pick(object?[] row, System.Collections.Immutable.ImmutableArray<int> places) =>
        [.. places.Select(i => row[i])];
}
