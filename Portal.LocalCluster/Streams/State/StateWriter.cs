using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.State;

/// <summary>Writes an operator's state: values with their kind before them, so that a reader needs no types.</summary>
/// <param name="bytes">Has everything, and is closed, once this is.</param>
/// <param name="snapshot">Which it is written for; null: for none, as a whole.</param>
public sealed class StateWriter(Stream bytes, SnapshotWriter? snapshot = null) : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private readonly BinaryWriter _to = new(new BufferedStream(bytes, BufferBytes));

    /// <summary>Only what changed since the last completed checkpoint is wanted.</summary>
    public bool IsIncrement => snapshot is { IsIncrement: true };

    public void Dispose() => _to.Dispose();

    /// <summary>Once the snapshot is on the disk under its name, whatever becomes of the job.</summary>
    public void WhenCompleted(Action completed) => snapshot?.WhenCompleted(completed);

    public void Count(int count) => _to.Write7BitEncodedInt(count);

    public void Number(long number) => _to.Write(number);

    public void Row(object?[] row)
    {
        Count(row.Length);
        foreach (var value in row)
        {
            Value(value);
        }
    }

    public void Value(object? value)
    {
        switch (value)
        {
            case null:
                Kind(ValueKind.Null);
                break;
            case bool truth:
                Kind(truth ? ValueKind.True : ValueKind.False);
                break;
            case long number:
                Kind(ValueKind.Whole);
                _to.Write7BitEncodedInt64(number);
                break;
            case double number:
                Kind(ValueKind.Double);
                _to.Write(number);
                break;
            case float number:
                Kind(ValueKind.Float);
                _to.Write(number);
                break;
            case decimal number:
                Kind(ValueKind.Decimal);
                _to.Write(number);
                break;
            case string text:
                Kind(ValueKind.Text);
                _to.Write(text);
                break;
            case byte[] bytes:
                Kind(ValueKind.Bytes);
                Count(bytes.Length);
                _to.Write(bytes);
                break;
            case DateOnly date:
                Ticks(ValueKind.Date, date.DayNumber);
                break;
            case TimeOnly time:
                Ticks(ValueKind.Time, time.Ticks);
                break;
            case DateTime at:
                Ticks(ValueKind.Timestamp, at.Ticks);
                break;
            case DateTimeOffset at:
                Ticks(ValueKind.Instant, at.UtcTicks);
                break;
            case TimeSpan span:
                Ticks(ValueKind.Interval, span.Ticks);
                break;
            case object?[] items:
                Kind(ValueKind.Items);
                Row(items);
                break;
            case SqlMap map:
                Kind(ValueKind.Map);
                Count(map.Entries.Count);
                foreach (var (key, item) in map.Entries)
                {
                    Value(key);
                    Value(item);
                }

                break;
            default:
                throw new InvalidOperationException(value.GetType().Name);
        }
    }

    private void Kind(ValueKind kind) => _to.Write((byte)kind);

    private void Ticks(ValueKind kind, long ticks)
    {
        Kind(kind);
        _to.Write(ticks);
    }
}
