using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote, in the same order.</summary>
/// <param name="bytes">Stands where the state begins, and stays open.</param>
/// <param name="length">Of the state, in bytes.</param>
/// <param name="isIncrement">It is what changed since what was read before.</param>
/// <param name="share">Null: all that is read was written by one for one.</param>
public sealed class StateReader(Stream bytes, long length, bool isIncrement = false, StateShare? share = null)
    : IDisposable
{
    private readonly BinaryReader _from = new(bytes, Encoding.UTF8, leaveOpen: true);
    private readonly long _end = bytes.Position + length;

    public void Dispose() => _from.Dispose();

    public bool IsIncrement => isIncrement;

    public StateShare? Share => share;

    public bool IsAtEnd => bytes.Position == _end;

    /// <summary>More was read than was written: the reader isn't the writer's.</summary>
    public bool IsBeyond => bytes.Position > _end;

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
