using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>MIN and MAX: all values are kept, since the lowest may be withdrawn.</summary>
/// <param name="keepsAll">False where nothing is ever withdrawn: then one is enough.</param>
public sealed class ExtremeOf(int sign, bool keepsAll) : Accumulator
{
    private static readonly Comparer<object> Order = Comparer<object>.Create(Values.Compare);
    private readonly SortedDictionary<object, long> _counts = new(Order);

    public override int Kept => _counts.Count;

    public override object? Value =>
        _counts.Count == 0 ? null
        : sign < 0 ? _counts.Keys.First()
        : _counts.Keys.Last();

    public override void Add(object value)
    {
        if (!keepsAll && _counts.Count > 0)
        {
            if (Values.Compare(value, _counts.Keys.First()) * sign <= 0)
            {
                return;
            }

            _counts.Clear();
        }

        _counts[value] = _counts.GetValueOrDefault(value) + 1;
    }

    public override void Retract(object value)
    {
        if (_counts.GetValueOrDefault(value) is var count && count > 1)
        {
            _counts[value] = count - 1;
        }
        else
        {
            _counts.Remove(value);
        }
    }

    public override void Merge(Accumulator other)
    {
        foreach (var (value, count) in ((ExtremeOf)other)._counts)
        {
            Add(value);
            if (keepsAll)
            {
                _counts[value] += count - 1;
            }
        }
    }

    public override void Save(StateWriter to)
    {
        to.Count(_counts.Count);
        foreach (var (value, count) in _counts)
        {
            to.Value(value);
            to.Number(count);
        }
    }

    public override void Restore(StateReader from)
    {
        for (var left = from.Count(); left > 0; left--)
        {
            _counts[from.Value()!] = from.Number();
        }
    }
}
