using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>Aggregates of all values in the order in which they came: FIRST_VALUE, LAST_VALUE, LISTAGG, ARRAY_AGG.</summary>
public sealed class ListOf(Func<List<object>, object?> value) : Accumulator
{
    private readonly List<object> _values = [];

    public override int Kept => _values.Count;

    public override object? Value => _values.Count == 0 ? null : value(_values);

    public override void Add(object value) => _values.Add(value);

    public override void Retract(object value)
    {
        var at = _values.FindIndex(kept => Values.AreSame(kept, value));
        if (at >= 0)
        {
            _values.RemoveAt(at);
        }
    }

    public override void Merge(Accumulator other) => _values.AddRange(((ListOf)other)._values);

    public override void Save(StateWriter to) => to.Row([.. _values]);

    public override void Restore(StateReader from) => _values.AddRange(from.Row().OfType<object>());
}

/// <summary>VAR_POP and its kin, by sums of squares as Flink computes them.</summary>
public sealed class VarianceOf(bool isSample, bool isDeviation) : Accumulator
{
    private double _sum;
    private double _squares;
    private long _count;

    public override object? Value
    {
        get
        {
            if (_count == 0 || (isSample && _count == 1))
            {
                return null;
            }

            var variance = (_squares - (_sum * _sum / _count)) / (isSample ? _count - 1 : _count);
            return isDeviation ? Math.Sqrt(variance) : variance;
        }
    }

    public override void Add(object value) => Add(value, 1);

    public override void Retract(object value) => Add(value, -1);

    private void Add(object value, int sign)
    {
        var number = (double)Casting.Number(value, SqlType.Double)!;
        (_count, _sum, _squares) = (_count + sign, _sum + (number * sign), _squares + (number * number * sign));
    }

    public override void Merge(Accumulator other)
    {
        var from = (VarianceOf)other;
        (_count, _sum, _squares) = (_count + from._count, _sum + from._sum, _squares + from._squares);
    }

    public override void Save(StateWriter to) => to.Row([_count, _sum, _squares]);

    public override void Restore(StateReader from)
    {
        var row = from.Row();
        (_count, _sum, _squares) = ((long)row[0]!, (double)row[1]!, (double)row[2]!);
    }
}

/// <summary>DISTINCT: only the first of equal values reaches the aggregate, and only the last one withdrawn leaves it.</summary>
public sealed class DistinctOf(Accumulator of) : Accumulator
{
    private readonly Dictionary<object, long> _counts = new(ValueComparer.Instance);

    public override int Kept => _counts.Count + of.Kept;

    public override object? Value => of.Value;

    public override void Add(object value)
    {
        var count = _counts.GetValueOrDefault(value);
        _counts[value] = count + 1;
        if (count == 0)
        {
            of.Add(value);
        }
    }

    public override void Retract(object value)
    {
        var count = _counts.GetValueOrDefault(value);
        if (count > 1)
        {
            _counts[value] = count - 1;
        }
        else if (_counts.Remove(value))
        {
            of.Retract(value);
        }
    }

    public override void Merge(Accumulator other)
    {
        foreach (var (value, count) in ((DistinctOf)other)._counts)
        {
            Add(value);
            _counts[value] += count - 1;
        }
    }

    public override void Save(StateWriter to)
    {
        of.Save(to);
        to.Count(_counts.Count);
        foreach (var (value, count) in _counts)
        {
            to.Value(value);
            to.Number(count);
        }
    }

    public override void Restore(StateReader from)
    {
        of.Restore(from);
        for (var left = from.Count(); left > 0; left--)
        {
            _counts[from.Value()!] = from.Number();
        }
    }
}
