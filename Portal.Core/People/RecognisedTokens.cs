using System.Collections.Concurrent;

namespace Portal.Core.People;

/// <summary>
/// Which tokens the store recognised when they came last, or that were made here and didn't come yet: who comes with one is
/// no stranger. It opens nothing; the store is asked at every request. Kept by hash, and never more of them than there are
/// tokens; a restart forgets them.
/// </summary>
public sealed class RecognisedTokens
{
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
