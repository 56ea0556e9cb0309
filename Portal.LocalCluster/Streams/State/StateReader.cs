using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote, in the same order.</summary>
public sealed class StateReader(byte[] bytes) : IDisposable
{
    private readonly BinaryReader _from = new(new MemoryStream(bytes));

    public void Dispose() => _from.Dispose();

    public int Count() => _from.Read7BitEncodedInt();

    public long Number() => _from.ReadInt64();

    public object?[] Row()
    {
        var row = new object?[Count()];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = Value();
        }

        return row;
    }

    public object? Value() =>
        (ValueKind)_from.ReadByte() switch
        {
            ValueKind.Null => null,
            ValueKind.True => true,
            ValueKind.False => false,
            ValueKind.Whole => _from.Read7BitEncodedInt64(),
            ValueKind.Double => _from.ReadDouble(),
            ValueKind.Float => _from.ReadSingle(),
            ValueKind.Decimal => _from.ReadDecimal(),
            ValueKind.Text => _from.ReadString(),
            ValueKind.Bytes => _from.ReadBytes(Count()),
            ValueKind.Date => DateOnly.FromDayNumber((int)Number()),
            ValueKind.Time => new TimeOnly(Number()),
            ValueKind.Timestamp => new DateTime(Number()),
            ValueKind.Instant => new DateTimeOffset(Number(), TimeSpan.Zero),
            ValueKind.Interval => new TimeSpan(Number()),
            ValueKind.Items => Row(),
            ValueKind.Map => Map(),
            var other => throw new InvalidDataException($"The state has a value of kind {other}, which isn't known."),
        };

    private SqlMap Map()
    {
        var entries = new KeyValuePair<object, object?>[Count()];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new(Value()!, Value());
        }

        return new SqlMap(entries);
    }
}
