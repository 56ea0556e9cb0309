using System.Text;

namespace Portal.Kafka.Lag;

/// <summary>
/// The same string for the same name, cycle after cycle, so that reading a hundred thousand names allocates nothing.
/// What wasn't met for a whole cycle is forgotten.
/// </summary>
public sealed class NamePool
{
    private const int LongestOnStack = 512;
    private readonly Lock _lock = new();
    private HashSet<string> _now = new(StringComparer.Ordinal);
    private HashSet<string> _before = new(StringComparer.Ordinal);

    /// <summary>Names met from here on survive; names not met since the last call don't.</summary>
    internal void NextCycle()
    {
        lock (_lock)
        {
            _before = _now;
            _now = new HashSet<string>(_before.Count, StringComparer.Ordinal);
        }
    }

    internal string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestOnStack)
        {
            return Encoding.UTF8.GetString(utf8);
        }
        Span<char> buffer = stackalloc char[LongestOnStack];
        ReadOnlySpan<char> name = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        lock (_lock)
        {
            var now = _now.GetAlternateLookup<ReadOnlySpan<char>>();
            if (now.TryGetValue(name, out var met))
            {
                return met;
            }
            var known = _before.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var earlier);
            var kept = known ? earlier! : new string(name);
            _now.Add(kept);
            return kept;
        }
    }
}
