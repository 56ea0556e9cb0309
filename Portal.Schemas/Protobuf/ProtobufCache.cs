using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Schemas.Protobuf;

/// <summary>
/// What was read before: the same few texts are looked at again and again while somebody types, and each reading is a process.
/// </summary>
internal sealed class ProtobufCache
{
    // What it holds takes some ten times as much.
    private const int MostCharacters = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Lazy<ProtobufRead>> _read = new(StringComparer.Ordinal);
    private int _characters;

    public ProtobufRead Get(string text, SortedDictionary<string, string> imports, Func<ProtobufRead> read)
    {
        var key = Key(text, imports);
        if (_read.TryGetValue(key, out var known))
        {
            return known.Value;
        }

        if (Interlocked.Add(ref _characters, text.Length) > MostCharacters)
        {
            Interlocked.Exchange(ref _characters, 0);
            _read.Clear();
        }

        var fresh = _read.GetOrAdd(key, _ => new(read)).Value;
        if (fresh is ProtobufRead.Unread)
        {
            // The next time it may work.
            _read.TryRemove(key, out _);
        }

        return fresh;
    }

    private static string Key(string text, SortedDictionary<string, string> imports)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in imports.SelectMany(file => new[] { file.Key, file.Value }).Append(text))
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
