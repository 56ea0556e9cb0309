using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.State;

/// <summary>State by key, each for its lifetime.</summary>
public sealed class KeyedState<T>(StateLifetime lifetime)
    where T : class
{
    private readonly Dictionary<object, Entry> _all = new(ValueComparer.Instance);
    private long _looked;

    public int Count => _all.Count;

    public IEnumerable<(object?[] Key, T Value)> All => _all.Select(each => ((object?[])each.Key, each.Value.Value));

    public IEnumerable<T> Values => _all.Values.Select(each => each.Value);

    /// <summary>Null when there is none, or it was kept for long enough.</summary>
    public T? Get(object?[] key) =>
        !_all.TryGetValue(key, out var found) || lifetime.IsOver(found.Written) ? null : found.Value;

    /// <summary>Its lifetime begins anew.</summary>
    public void Put(object?[] key, T value) => _all[key] = new(value, lifetime.Now);

    public bool Remove(object?[] key) => _all.Remove(key);

    /// <summary>Lets go what is over, each time that a part of a lifetime went by.</summary>
    public void Expire()
    {
        if (!lifetime.IsDue(ref _looked))
        {
            return;
        }

        foreach (var (key, entry) in _all)
        {
            if (lifetime.IsOver(entry.Written))
            {
                _all.Remove(key);
            }
        }
    }

    /// <summary>When each was written to, in the order of <see cref="All"/>: behind an operator's state.</summary>
    public void SaveTimes(StateWriter to) => WrittenTimes.Save(to, lifetime, _all.Values.Select(each => each.Written));

    /// <summary>Once all is there, in the order it was saved in.</summary>
    public void RestoreTimes(StateReader from)
    {
        var times = WrittenTimes.Restore(from, lifetime);
        foreach (var (key, written) in _all.Keys.Zip(times).ToList())
        {
            _all[key] = _all[key] with { Written = written };
        }
    }

    private readonly record struct Entry(T Value, long Written);
}
