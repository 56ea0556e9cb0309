using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>LAG: the newest values of a partition, as many as its offset needs. Rows of one time come together, and all see the last of them.</summary>
public sealed class LagOf : Accumulator
{
    private readonly List<object?> _values = [];
    private long _offset;
    private object? _missing;

    public override int Kept => _values.Count;

    public override object? Value => _values.Count > _offset ? _values[0] : _missing;

    public override void Add(object value)
    {
        var step = (Step)value;
        if (step.Offset < 0)
        {
            throw new SqlDataException($"Offset({step.Offset}) should be positive.");
        }

        (_offset, _missing) = (step.Offset, step.Missing);
        _values.Add(step.Value);
        if (_values.Count > _offset + 1)
        {
            _values.RemoveRange(0, (int)(_values.Count - _offset - 1));
        }
    }

    // A frame without a beginning takes nothing back.
    public override void Retract(object value) => throw new NotSupportedException("LAG takes nothing back.");

    public override void Merge(Accumulator other) => throw new NotSupportedException("LAG isn't merged.");

    public override void Save(StateWriter to) => to.Row([_offset, _missing, .. _values]);

    public override void Restore(StateReader from)
    {
        var row = from.Row();
        (_offset, _missing) = ((long)row[0]!, row[1]);
        _values.AddRange(row[2..]);
    }

    /// <summary>A row's arguments.</summary>
    /// <param name="Missing">What is given while there aren't so many rows.</param>
    public sealed record Step(object? Value, long Offset, object? Missing);
}
