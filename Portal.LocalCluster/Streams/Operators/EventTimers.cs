using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>Keys that are to be looked at when the watermark comes to a time, in the order of the times.</summary>
internal sealed class EventTimers
{
    private readonly SortedDictionary<long, HashSet<object>> _timers = [];

    public void Add(long at, object?[] key)
    {
        if (!_timers.TryGetValue(at, out var keys))
        {
            _timers[at] = keys = new(ValueComparer.Instance);
        }

        keys.Add(key);
    }

    public void Remove(long at, object?[] key)
    {
        if (_timers.TryGetValue(at, out var keys) && keys.Remove(key) && keys.Count == 0)
        {
            _timers.Remove(at);
        }
    }

    /// <summary>Takes those that are due; what is added meanwhile and is due too follows.</summary>
    public IEnumerable<(long At, object?[] Key)> Due(long watermark)
    {
        while (_timers.Count > 0 && _timers.First() is var (at, keys) && at <= watermark)
        {
            _timers.Remove(at);
            foreach (var key in keys)
            {
                yield return (at, (object?[])key);
            }
        }
    }

    public void Save(StateWriter to)
    {
        to.Count(_timers.Sum(each => each.Value.Count));
        foreach (var (at, keys) in _timers)
        {
            foreach (var key in keys)
            {
                to.Number(at);
                to.Row((object?[])key);
            }
        }
    }

    public void Restore(StateReader from)
    {
        for (var left = from.Count(); left > 0; left--)
        {
            Add(from.Number(), from.Row());
        }
    }
}
