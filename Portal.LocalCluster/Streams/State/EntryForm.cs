namespace Portal.LocalCluster.Streams.State;

/// <summary>How a key is written with its value, and read.</summary>
public sealed record EntryForm<T>(
    Action<StateWriter, object?[], T> Save,
    Func<StateReader, (object?[] Key, T Value)> Restore
)
{
    /// <summary>The part of a key that its group goes by; all of it, unless said otherwise.</summary>
    public Func<object?[], object?[]> Grouped { get; init; } = static key => key;
}

/// <summary>An entry of a snapshot.</summary>
/// <param name="IsOwn">It is in a group of the subtask that reads, which keeps it.</param>
public readonly record struct RestoredEntry<T>(object?[] Key, T Value, bool IsOwn);

public static class EntryForm
{
    /// <summary>The key, and behind it its value.</summary>
    public static EntryForm<T> Keyed<T>(Action<StateWriter, T> save, Func<StateReader, T> restore) =>
        new(
            (to, key, value) =>
            {
                to.Row(key);
                save(to, value);
            },
            from => (from.Row(), restore(from))
        );

    /// <summary>Only the value, which has its key in it.</summary>
    public static EntryForm<T> Unkeyed<T>(
        Action<StateWriter, T> save,
        Func<StateReader, T> restore,
        Func<T, object?[]> key
    ) =>
        new(
            (to, _, value) => save(to, value),
            from =>
            {
                var value = restore(from);
                return (key(value), value);
            }
        );

    public static void Save(StateWriter to, List<object?[]> rows)
    {
        to.Count(rows.Count);
        rows.ForEach(to.Row);
    }

    public static List<object?[]> Rows(StateReader from) =>
        [.. Enumerable.Range(0, from.Count()).Select(_ => from.Row())];
}
