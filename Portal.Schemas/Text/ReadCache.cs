using System.Collections.Concurrent;

namespace Portal.Schemas.Text;

/// <summary>
/// What was read before: a version never changes, and the same few texts are looked at again and again while somebody types the next one.
/// </summary>
internal sealed class ReadCache<TRead>
    where TRead : class
{
    // Of all texts that it holds; what was read of them takes some ten times as much.
    private const int MostCharacters = 2 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Lazy<TRead>> _read = new(StringComparer.Ordinal);
    private int _characters;

    /// <param name="key">The text, with all that it is read by.</param>
    /// <param name="isFinal">Whether reading it again would give the same.</param>
    public TRead Get(string key, Func<TRead> read, Func<TRead, bool> isFinal)
    {
        if (_read.TryGetValue(key, out var known))
        {
            return known.Value;
        }

        if (Interlocked.Add(ref _characters, key.Length) > MostCharacters)
        {
            Interlocked.Exchange(ref _characters, 0);
            _read.Clear();
        }

        var fresh = _read.GetOrAdd(key, _ => new(read)).Value;
        if (!isFinal(fresh))
        {
            _read.TryRemove(key, out _);
        }

        return fresh;
    }
}
