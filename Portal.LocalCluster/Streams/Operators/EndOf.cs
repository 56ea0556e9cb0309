using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// FIRST_VALUE and LAST_VALUE where nothing is ever withdrawn: one value is enough. Its state has the form of <see cref="ListOf"/>, which kept all of
/// them before: of such a state it takes the one it needs.
/// </summary>
public sealed class EndOf(bool isLast) : Accumulator
{
    private object? _value;

    public override int Kept => _value is null ? 0 : 1;

    public override object? Value => _value;

    public override void Add(object value) => _value = isLast ? value : _value ?? value;

    public override void Retract(object value) => throw new NotSupportedException("Only one value is kept.");

    public override void Merge(Accumulator other)
    {
        if (other.Value is { } value)
        {
            Add(value);
        }
    }

    public override void Save(StateWriter to) => to.Row(_value is null ? [] : [_value]);

    public override void Restore(StateReader from)
    {
        foreach (var value in from.Row().OfType<object>())
        {
            Add(value);
        }
    }
}
