using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>One key of a temporal join: rows whose time hasn't come, and the versions of the other side by the time from which each holds.</summary>
internal sealed class Versions
{
    private readonly SortedList<long, Change> _versions = [];

    public List<Change> Waiting { get; set; } = [];

    /// <summary>The time at which it is looked at next; null: nothing waits.</summary>
    public long? Timer { get; set; }

    public int Size => Waiting.Count + _versions.Count;

    /// <summary>From this time on. A version of the same time is replaced.</summary>
    public void From(long at, Change version) => _versions[at] = version;

    /// <summary>The row that held at the time; null: there was none, or it was deleted.</summary>
    public object?[]? At(long time) =>
        Last(time) is >= 0 and var i && _versions.Values[i].Adds ? _versions.Values[i].Row : null;

    /// <summary>Forgets what held before what holds at this time.</summary>
    public void ForgetBefore(long time)
    {
        for (var left = Last(time); left > 0; left--)
        {
            _versions.RemoveAt(0);
        }
    }

    private int Last(long time)
    {
        var (low, high) = (0, _versions.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _versions.Keys[middle] <= time ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    public void Save(StateWriter to)
    {
        to.Value(Timer);
        to.Count(Waiting.Count);
        Waiting.ForEach(change => Save(to, change));
        to.Count(_versions.Count);
        foreach (var (at, version) in _versions)
        {
            to.Number(at);
            Save(to, version);
        }
    }

    public static Versions Restore(StateReader from)
    {
        var restored = new Versions { Timer = (long?)from.Value() };
        for (var left = from.Count(); left > 0; left--)
        {
            restored.Waiting.Add(Change(from));
        }

        for (var left = from.Count(); left > 0; left--)
        {
            restored.From(from.Number(), Change(from));
        }

        return restored;
    }

    private static void Save(StateWriter to, Change change)
    {
        to.Number((long)change.Kind);
        to.Row(change.Row);
    }

    private static Change Change(StateReader from) => new((RowKind)from.Number(), from.Row());
}
