using System.Collections.Immutable;
using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Security;

/// <summary>All access control entries, found by what they are about: a decision costs a few look-ups, however many there are.</summary>
public sealed class AclSet
{
    public static readonly AclSet Empty = new(
        ImmutableDictionary<AclPattern, ImmutableHashSet<AclEntry>>.Empty,
        ImmutableSortedDictionary<(AclResourceType, int), int>.Empty,
        0
    );

    private readonly ImmutableDictionary<AclPattern, ImmutableHashSet<AclEntry>> _entries;

    // How many prefixes of each length there are: only these lengths of a name need to be looked up.
    private readonly ImmutableSortedDictionary<(AclResourceType Type, int Length), int> _prefixes;

    private AclSet(
        ImmutableDictionary<AclPattern, ImmutableHashSet<AclEntry>> entries,
        ImmutableSortedDictionary<(AclResourceType, int), int> prefixes,
        int count
    ) => (_entries, _prefixes, Count) = (entries, prefixes, count);

    public int Count { get; }

    public IEnumerable<AclBinding> All => _entries.SelectMany(on => on.Value.Select(entry => entry.On(on.Key)));

    public bool Contains(AclBinding binding) =>
        _entries.TryGetValue(AclPattern.Of(binding), out var there) && there.Contains(AclEntry.Of(binding));

    public AclSet With(AclBinding binding)
    {
        if (Contains(binding))
        {
            return this;
        }

        var pattern = AclPattern.Of(binding);
        var there = _entries.GetValueOrDefault(pattern, []);
        var prefixes = there.IsEmpty ? Counted(pattern, 1) : _prefixes;
        return new(_entries.SetItem(pattern, there.Add(AclEntry.Of(binding))), prefixes, Count + 1);
    }

    public AclSet Without(AclBinding binding)
    {
        if (!Contains(binding))
        {
            return this;
        }

        var pattern = AclPattern.Of(binding);
        var left = _entries[pattern].Remove(AclEntry.Of(binding));
        return left.IsEmpty
            ? new(_entries.Remove(pattern), Counted(pattern, -1), Count - 1)
            : new(_entries.SetItem(pattern, left), _prefixes, Count - 1);
    }

    /// <summary>The entries that are about the resource: by its name, by a prefix of it, or about all of its type.</summary>
    public IEnumerable<AclEntry> About(AclResourceType type, string name)
    {
        foreach (var entry in On(new(type, AclPatternType.Literal, name)))
        {
            yield return entry;
        }

        if (name != AclPattern.Wildcard)
        {
            foreach (var entry in On(new(type, AclPatternType.Literal, AclPattern.Wildcard)))
            {
                yield return entry;
            }
        }

        foreach (var prefix in Prefixes(type, name))
        {
            foreach (var entry in On(new(type, AclPatternType.Prefixed, prefix)))
            {
                yield return entry;
            }
        }
    }

    /// <summary>What begins the name, of the lengths that prefixes have.</summary>
    private IEnumerable<string> Prefixes(AclResourceType type, string name) =>
        _prefixes
            .Keys.Where(each => each.Type == type && each.Length <= name.Length)
            .Select(each => name[..each.Length]);

    private ImmutableHashSet<AclEntry> On(AclPattern pattern) => _entries.GetValueOrDefault(pattern, []);

    private ImmutableSortedDictionary<(AclResourceType, int), int> Counted(AclPattern pattern, int by)
    {
        if (pattern.Kind != AclPatternType.Prefixed)
        {
            return _prefixes;
        }

        var key = (pattern.Type, pattern.Name.Length);
        var count = _prefixes.GetValueOrDefault(key) + by;
        return count == 0 ? _prefixes.Remove(key) : _prefixes.SetItem(key, count);
    }
}
