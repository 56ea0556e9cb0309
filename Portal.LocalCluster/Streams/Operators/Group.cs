using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>One aggregate of a query: its argument, the rows it takes, and its state.</summary>
/// <param name="Of">Null: COUNT(*).</param>
/// <param name="Filter">Null: all rows.</param>
/// <param name="Text">As plans show it.</param>
public sealed record Aggregate(
    Func<object?[], object?>? Of,
    Func<object?[], object?>? Filter,
    SqlType Type,
    Func<Accumulator> Make,
    string Text
)
{
    public bool Takes(object?[] row) => Filter is null || Filter(row) is true;
}

/// <summary>The state of all aggregates of one group, and how many rows are in it.</summary>
public sealed class Group(IReadOnlyList<Aggregate> aggregates)
{
    private readonly Accumulator[] _accumulators = [.. aggregates.Select(a => a.Make())];

    public long Rows { get; private set; }

    /// <summary>How many values its aggregates keep: a group with many isn't one row of state.</summary>
    public long Kept
    {
        get
        {
            var kept = 0L;
            foreach (var accumulator in _accumulators)
            {
                kept += accumulator.Kept;
            }

            return kept;
        }
    }

    public object?[] Values => Array.ConvertAll(_accumulators, a => a.Value);

    public void Add(Change change)
    {
        Rows += change.Adds ? 1 : -1;
        for (var i = 0; i < _accumulators.Length; i++)
        {
            var aggregate = aggregates[i];
            var value = aggregate.Of is null ? true : aggregate.Of(change.Row);
            if (value is null || !aggregate.Takes(change.Row))
            {
                continue;
            }

            if (change.Adds)
            {
                _accumulators[i].Add(value);
            }
            else
            {
                _accumulators[i].Retract(value);
            }
        }
    }

    public void Merge(Group other)
    {
        Rows += other.Rows;
        for (var i = 0; i < _accumulators.Length; i++)
        {
            _accumulators[i].Merge(other._accumulators[i]);
        }
    }

    public void Save(StateWriter to)
    {
        to.Number(Rows);
        foreach (var accumulator in _accumulators)
        {
            accumulator.Save(to);
        }
    }

    public static Group Restore(IReadOnlyList<Aggregate> aggregates, StateReader from)
    {
        var group = new Group(aggregates) { Rows = from.Number() };
        foreach (var accumulator in group._accumulators)
        {
            accumulator.Restore(from);
        }

        return group;
    }
}
