namespace Portal.LocalCluster.Streams.State;

public sealed partial class KeyedState<T>
{
    private const int Replaced = 1;
    private const int Changed = 0;

    /// <summary>
    /// How many, and each. Where only changes are written, before it whether this replaces what was there, and behind it the keys that were removed.
    /// </summary>
    public void Save(StateWriter to)
    {
        var changed = to.IsIncrement ? _changed.Keys : null;
        IReadOnlyCollection<KeyValuePair<object, Entry>> part = changed is null ? _all : [.. There(changed)];
        if (to.IsIncrement)
        {
            to.Count(changed is null ? Replaced : Changed);
        }

        to.Count(part.Count);
        foreach (var (key, entry) in part)
        {
            form.Save(to, (object?[])key, entry.Value);
        }

        if (changed is not null)
        {
            var removed = changed.Count - part.Count;
            to.Count(removed);
            foreach (var key in removed == 0 ? [] : changed.Where(key => !_all.ContainsKey(key)))
            {
                to.Row((object?[])key);
            }
        }

        to.WhenCompleted(_changed.Clear);
    }

    /// <summary>When each was written to, in the order in which they were saved: behind an operator's state.</summary>
    public void SaveTimes(StateWriter to) =>
        WrittenTimes.Save(to, lifetime, Part(to).Select(each => each.Value.Written));

    /// <summary>What <see cref="Save"/> writes, in this order.</summary>
    public IEnumerable<T> Saved(StateWriter to) => Part(to).Select(each => each.Value.Value);

    /// <returns>What was read, in the order in which it was saved.</returns>
    public IReadOnlyList<RestoredEntry<T>> Restore(StateReader from)
    {
        var isChange = from.IsIncrement && from.Count() == Changed;
        if (!isChange)
        {
            Forget(from);
        }

        var restored = new List<RestoredEntry<T>>();
        for (var left = from.Count(); left > 0; left--)
        {
            var (key, value) = form.Restore(from);
            var isOwn = from.Share is not { IsWhole: false } share || share.IsOwn(form.Grouped(key));
            if (isOwn)
            {
                Put(key, value);
            }

            restored.Add(new(key, value, isOwn));
        }

        for (var left = isChange ? from.Count() : 0; left > 0; left--)
        {
            _all.Remove(from.Row());
        }

        return restored;
    }

    /// <param name="restored">By <see cref="Restore"/>.</param>
    public void RestoreTimes(StateReader from, IReadOnlyList<RestoredEntry<T>> restored)
    {
        foreach (var (entry, written) in restored.Zip(WrittenTimes.Restore(from, lifetime)))
        {
            if (entry.IsOwn)
            {
                _all[entry.Key] = new() { Value = entry.Value, Written = written };
            }
        }
    }

    /// <summary>What whoever wrote this part had before is no more; what others wrote stays.</summary>
    public void Forget(StateReader from)
    {
        if (from.Share is not { IsOfOne: false } share)
        {
            _all.Clear();
            return;
        }

        foreach (var key in _all.Keys.Where(key => share.IsWritten(form.Grouped((object?[])key))))
        {
            _all.Remove(key);
        }
    }

    private IEnumerable<KeyValuePair<object, Entry>> Part(StateWriter to) =>
        to.IsIncrement && _changed.Keys is { } changed ? There(changed) : _all;

    private IEnumerable<KeyValuePair<object, Entry>> There(IEnumerable<object> keys)
    {
        foreach (var key in keys)
        {
            if (_all.TryGetValue(key, out var entry))
            {
                yield return new(key, entry);
            }
        }
    }
}
