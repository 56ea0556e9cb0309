namespace Portal.LocalCluster.Streams.Types;

/// <summary>A MAP's entries in their order; two are equal when they hold the same.</summary>
public sealed class SqlMap(IEnumerable<KeyValuePair<object, object?>> entries) : IEquatable<SqlMap>
{
    private readonly Dictionary<object, object?> _entries = Made(entries);

    public IReadOnlyDictionary<object, object?> Entries => _entries;

    public object? this[object key] => _entries.GetValueOrDefault(key);

    public bool Equals(SqlMap? other) =>
        other is not null
        && other._entries.Count == _entries.Count
        && _entries.All(e => other._entries.TryGetValue(e.Key, out var value) && Values.AreSame(e.Value, value));

    public override bool Equals(object? obj) => Equals(obj as SqlMap);

    public override int GetHashCode() =>
        _entries.Aggregate(
            _entries.Count,
            (hash, e) => hash ^ HashCode.Combine(Values.Hash(e.Key), Values.Hash(e.Value))
        );

    private static Dictionary<object, object?> Made(IEnumerable<KeyValuePair<object, object?>> entries)
    {
        var made = new Dictionary<object, object?>(ValueComparer.Instance);
        foreach (var (key, value) in entries)
        {
            made[key] = value;
        }

        return made;
    }
}
