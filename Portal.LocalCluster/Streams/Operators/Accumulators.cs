using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>The state of one aggregate of one group. Null arguments never reach it.</summary>
public abstract class Accumulator
{
    public abstract object? Value { get; }

    /// <summary>How many values it keeps, beside itself.</summary>
    public virtual int Kept => 0;

    public abstract void Add(object value);

    public abstract void Retract(object value);

    /// <summary>Takes over what another one of its kind has, of a session that is merged with this.</summary>
    public abstract void Merge(Accumulator other);

    public abstract void Save(StateWriter to);

    public abstract void Restore(StateReader from);
}

public sealed class CountOf : Accumulator
{
    private long _count;

    public override object? Value => _count;

    public override void Add(object value) => _count++;

    public override void Retract(object value) => _count--;

    public override void Merge(Accumulator other) => _count += ((CountOf)other)._count;

    public override void Save(StateWriter to) => to.Number(_count);

    public override void Restore(StateReader from) => _count = from.Number();
}

/// <summary>SUM and AVG; null while there is no value.</summary>
/// <param name="wraps">The sum of an average wraps in its type before it is divided, as that of OVER does in Flink.</param>
public sealed class SumOf(SqlType type, bool isAverage, bool wraps = false) : Accumulator
{
    private long _count;
    private long _whole;
    private double _floating;
    private decimal _exact;

    public override object? Value =>
        _count == 0 ? null
        : type.IsInteger
            ? (
                isAverage
                    ? (wraps ? Casting.Wrap(_whole, type.Root) : _whole) / _count
                    : Casting.Wrap(_whole, type.Root)
            )
        : type.Root == TypeRoot.Decimal ? Casting.Fit(isAverage ? _exact / _count : _exact, type)
        : Casting.Number(isAverage ? _floating / _count : _floating, type);

    public override void Add(object value) => Add(value, 1);

    public override void Retract(object value) => Add(value, -1);

    private void Add(object value, int sign)
    {
        _count += sign;
        switch (value)
        {
            case long number:
                _whole = unchecked(_whole + (number * sign));
                break;
            case decimal number:
                _exact += number * sign;
                break;
            default:
                _floating += (double)Casting.Number(value, SqlType.Double)! * sign;
                break;
        }
    }

    public override void Merge(Accumulator other)
    {
        var from = (SumOf)other;
        _count += from._count;
        _whole = unchecked(_whole + from._whole);
        _floating += from._floating;
        _exact += from._exact;
    }

    public override void Save(StateWriter to) => to.Row([_count, _whole, _floating, _exact]);

    public override void Restore(StateReader from)
    {
        var row = from.Row();
        (_count, _whole, _floating, _exact) = ((long)row[0]!, (long)row[1]!, (double)row[2]!, (decimal)row[3]!);
    }
}
