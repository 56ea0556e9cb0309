using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

internal static partial class TextFunctions
{
    private static Bound? Substring(CallSite site) =>
        site.Takes(Is.Text, Is.Whole) ? site.Strict(SqlType.String, a => Cut((string)a[0], (long)a[1], int.MaxValue))
        : site.Takes(Is.Text, Is.Whole, Is.Whole)
            ? site.Strict(SqlType.String, a => Cut((string)a[0], (long)a[1], (long)a[2]), mayBeNull: true)
        : null;

    /// <summary>From a place on; a negative one counts from the end, 0 is as 1.</summary>
    private static string? Cut(string text, long from, long length)
    {
        if (length < 0)
        {
            return null;
        }

        var runes = Runes(text).ToArray();
        var start =
            from > 0 ? from - 1
            : from == 0 ? 0
            : runes.Length + from;
        if (start < 0)
        {
            return "";
        }

        return string.Concat(runes.Skip((int)Math.Min(start, int.MaxValue)).Take((int)Math.Min(length, int.MaxValue)));
    }

    private static string Right(string text, long length)
    {
        var runes = Runes(text).ToArray();
        return length <= 0 ? "" : string.Concat(runes.Skip((int)Math.Max(0, runes.Length - length)));
    }

    private static object Find(string text, string what)
    {
        var at = text.IndexOf(what, StringComparison.Ordinal);
        return at < 0 ? 0L : Runes(text[..at]).Count() + 1L;
    }

    private static string Replace(object[] a) =>
        (string)a[1] is { Length: > 0 } what
            ? ((string)a[0]).Replace(what, (string)a[2], StringComparison.Ordinal)
            : (string)a[0];

    private static string Repeat(object[] a) => TextLimit.Of((string)a[0], (long)a[1]);

    private static string? Pad(object[] a, bool isLeft)
    {
        var (text, length, with) = ((string)a[0], (long)a[1], (string)a[2]);
        if (length < 0 || with.Length == 0)
        {
            return null;
        }

        if (text.Length >= length)
        {
            return text[..(int)length];
        }

        var missing = (int)(length - text.Length);
        var pad = TextLimit.Of(with, (missing / with.Length) + 1)[..missing];
        return isLeft ? pad + text : text + pad;
    }

    private static Bound? Trim(CallSite site, Func<string, char[], string> trim) =>
        site.Takes(Is.Text) ? site.Strict(SqlType.String, a => trim((string)a[0], [' ']))
        : site.Takes(Is.Text, Is.Text)
            ? site.Strict(SqlType.String, a => trim((string)a[0], ((string)a[1]).ToCharArray()))
        : null;

    private static string? Split(object[] a)
    {
        var parts = ((string)a[0]).Split((string)a[1]);
        return (long)a[2] is >= 0 and var i && i < parts.Length ? parts[i] : null;
    }

    /// <summary>Only ASCII letters change, and any other sign but a digit begins a word, as in Flink.</summary>
    private static string InitCap(string text)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            var isInside = i > 0 && char.IsAsciiLetterOrDigit(letters[i - 1]);
            if (char.IsAsciiLetter(letters[i]))
            {
                letters[i] = isInside ? char.ToLowerInvariant(letters[i]) : char.ToUpperInvariant(letters[i]);
            }
        }

        return new string(letters);
    }

    private static string? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
