using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.State;

/// <summary>
/// State by key, each for its lifetime. It knows what of it changed since the last completed checkpoint, so that the next one writes no more than that;
/// whoever keeps state in it needs to know nothing of it.
/// </summary>
public sealed partial class KeyedState<T>(StateLifetime lifetime, EntryForm<T> form)
    where T : class
{
    private readonly Dictionary<object, Entry> _all = new(ValueComparer.Instance);
    private readonly ChangedKeys _changed = new();
    private long _looked;

    public int Count => _all.Count;

    /// <summary>To be looked at, not to be changed.</summary>
    public IEnumerable<(object?[] Key, T Value)> All => _all.Select(each => ((object?[])each.Key, each.Value.Value));

    /// <summary>To be looked at, not to be changed.</summary>
    public IEnumerable<T> Values => _all.Values.Select(each => each.Value);

    /// <summary>To be changed: it counts as changed. Null when there is none, or it was kept for long enough.</summary>
    public T? Get(object?[] key)
    {
        ref var found = ref CollectionsMarshal.GetValueRefOrNullRef(_all, key);
        if (Unsafe.IsNullRef(ref found) || lifetime.IsOver(found.Written))
        {
            return null;
        }

        _changed.Add(key, ref found.Round, _all.Count);
        return found.Value;
    }

    /// <summary>To be looked at, not to be changed. Null when there is none, or it was kept for long enough.</summary>
    public T? Look(object?[] key) =>
        !_all.TryGetValue(key, out var found) || lifetime.IsOver(found.Written) ? null : found.Value;

    /// <summary>Its lifetime begins anew.</summary>
    public void Put(object?[] key, T value)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_all, key, out _);
        (entry.Value, entry.Written) = (value, lifetime.Now);
        _changed.Add(key, ref entry.Round, _all.Count);
    }

    public bool Remove(object?[] key)
    {
        var isRemoved = _all.Remove(key);
        if (isRemoved)
        {
            _changed.Add(key, _all.Count);
        }

        return isRemoved;
    }

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
                Remove((object?[])key);
            }
        }
    }

    private struct Entry
    {
        public T Value;
        public long Written;

        /// <summary>Of <see cref="ChangedKeys"/>.</summary>
        public int Round;
    }
}
