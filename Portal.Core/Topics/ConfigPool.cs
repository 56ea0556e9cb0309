using System.Collections.Immutable;

namespace Portal.Core.Topics;

/// <summary>
/// One copy of what thousands of topics have alike: most have the same settings as the next one, and each setting's name
/// is the same in all of them. Not for two at once.
/// </summary>
public sealed class ConfigPool
{
    // Where hardly any two are alike nothing is won by keeping them.
    private const int Most = 4_096;

    private readonly HashSet<ImmutableSortedDictionary<string, LiveConfig>> _whole = new(new Alike());
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<LiveConfig> _values = [];

    /// <summary>The same settings, in a copy that may be another topic's too.</summary>
    public ImmutableSortedDictionary<string, LiveConfig> Shared(ImmutableSortedDictionary<string, LiveConfig> configs)
    {
        if (_whole.TryGetValue(configs, out var known))
        {
            return known;
        }

        Forget();
        var built = ImmutableSortedDictionary.CreateBuilder<string, LiveConfig>(StringComparer.Ordinal);
        foreach (var (name, value) in configs)
        {
            built.Add(Shared(name), Shared(value));
        }

        var copy = built.ToImmutable();
        _whole.Add(copy);
        return copy;
    }

    /// <summary>Alike by content, whatever copies they are.</summary>
    public static bool AreAlike(
        ImmutableSortedDictionary<string, LiveConfig>? one,
        ImmutableSortedDictionary<string, LiveConfig>? other
    )
    {
        if (ReferenceEquals(one, other))
        {
            return true;
        }

        if (one is null || other is null || one.Count != other.Count)
        {
            return false;
        }

        using var others = other.GetEnumerator();
        foreach (var (name, value) in one)
        {
            others.MoveNext();
            if (name != others.Current.Key || value != others.Current.Value)
            {
                return false;
            }
        }

        return true;
    }

    private string Shared(string name)
    {
        if (!_names.TryGetValue(name, out var known))
        {
            _names[name] = known = name;
        }

        return known;
    }

    private LiveConfig Shared(LiveConfig value)
    {
        if (!_values.TryGetValue(value, out var known))
        {
            _values.Add(known = value);
        }

        return known;
    }

    private void Forget()
    {
        if (_whole.Count >= Most)
        {
            _whole.Clear();
            _names.Clear();
            _values.Clear();
        }
    }

    private sealed class Alike : IEqualityComparer<ImmutableSortedDictionary<string, LiveConfig>>
    {
        public bool Equals(
            ImmutableSortedDictionary<string, LiveConfig>? x,
            ImmutableSortedDictionary<string, LiveConfig>? y
        ) => AreAlike(x, y);

        public int GetHashCode(ImmutableSortedDictionary<string, LiveConfig> configs)
        {
            var hash = new HashCode();
            foreach (var (name, value) in configs)
            {
                hash.Add(name, StringComparer.Ordinal);
                hash.Add(value.Value, StringComparer.Ordinal);
            }

            return hash.ToHashCode();
        }
    }
}
