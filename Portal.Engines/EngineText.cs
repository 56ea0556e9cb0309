using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Portal.Core.Resources;

namespace Portal.Engines;

/// <summary>
/// Text as engines send it, made fit to be stored and shown. Kafka takes any string of up to 32 KiB for a group, a client
/// or a member; PostgreSQL takes no NUL, its indexes take no long rows, and a page must not be turned round by a format
/// character. Every adapter passes what it was told through here, so nothing behind it meets such text.
/// </summary>
public static class EngineText
{
    /// <summary>Longer names are told by their beginning and a hash of the whole.</summary>
    public const int LongestName = 300;

    private const int LongestWords = 2_000;
    private const int HashDigits = 16;
    private const char Cut = '…';
    private static readonly SearchValues<char> Unstorable = SearchValues.Create([
        (char)0,
        .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c),
    ]);

    /// <summary>A name as it is stored and shown: what can't be seen is written as \u0000. Different names stay different.</summary>
    public static string Name(string told)
    {
        if (told.Length <= LongestName && !told.AsSpan().ContainsAnyExceptInRange(' ', '~') && !told.Contains("\\u"))
        {
            return told;
        }

        var shown = EscapedName.Of(told);
        return shown.Length <= LongestName ? shown : Shortened(shown, told);
    }

    /// <summary>The name that an engine knows by what <see cref="Name"/> made of it; of a shortened one that isn't to be found again.</summary>
    public static string Original(string shown) => EscapedName.Original(shown);

    /// <summary>A value, whole: only what can't be stored is escaped.</summary>
    public static string? Value(string? told) =>
        told is null || !told.AsSpan().ContainsAny(Unstorable) ? told : EscapedName.Of(told, code => code == 0);

    /// <summary>A sentence of an engine's, or with one in it.</summary>
    public static string Words(string told)
    {
        var words = Value(told)!;
        return words.Length <= LongestWords ? words : words[..Whole(words, LongestWords)] + Cut;
    }

    /// <summary>Null where no calendar has it: an engine keeps any number for a time.</summary>
    public static DateTimeOffset? Time(long unixMilliseconds) =>
        unixMilliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        && unixMilliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)
            : null;

    private static string Shortened(string shown, string told)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(told)))[..HashDigits];
        return $"{shown[..Whole(shown, LongestName - HashDigits - 1)]}{Cut}{hash}";
    }

    // No half of a pair is left at the end.
    private static int Whole(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
