using System.Collections.Concurrent;

namespace Portal.Core.People;

/// <summary>
/// Which tokens the store recognised when they came last, or that were made here and didn't come yet: who comes with one is
/// no stranger. It opens nothing; the store is asked at every request. Kept by hash. A restart forgets them, and so does it
/// when they become too many: those who still come are recognised again with their next request.
/// </summary>
public sealed class RecognisedTokens
{
    /// <summary>More than are in use at a time. Programs that make a token for each of their runs would fill the memory otherwise.</summary>
    public const int Most = 10_000;

    private readonly ConcurrentDictionary<string, bool> _hashes = new(StringComparer.Ordinal);

    public bool Has(string? plain) => KeyOf(plain) is { } key && _hashes.ContainsKey(key);

    public void Note(string plain, bool recognised)
    {
        if (KeyOf(plain) is not { } key)
        {
            return;
        }

        if (recognised)
        {
            if (!_hashes.ContainsKey(key) && _hashes.Count >= Most)
            {
                _hashes.Clear();
            }

            _hashes[key] = true;
        }
        else
        {
            _hashes.TryRemove(key, out _);
        }
    }

    private static string? KeyOf(string? plain) =>
        plain is not null && BearerToken.HashOf(plain) is { } hash ? Convert.ToHexString(hash) : null;
}
