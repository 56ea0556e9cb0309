using System.Globalization;
using System.Text;

namespace Portal.Core.Resources;

/// <summary>
/// A name as it is stored and shown: what can't be seen is written as its code, \u200b, and a backslash before a u as \u005c. What engines answer is
/// written so before anything is compared with it, so a name that is written otherwise would never be found there.
/// </summary>
public static class EscapedName
{
    /// <summary>Different names stay different.</summary>
    public static string Of(string original) => Of(original, IsHidden);

    /// <summary>The same, of what is hidden by another rule. Half a pair is escaped by any.</summary>
    public static string Of(string original, Func<int, bool> isHidden)
    {
        var shown = new StringBuilder(original.Length + 16);
        for (var i = 0; i < original.Length; i++)
        {
            if (
                i + 1 < original.Length
                && char.IsSurrogatePair(original[i], original[i + 1])
                && !isHidden(char.ConvertToUtf32(original, i))
            )
            {
                shown.Append(original, i++, 2);
            }
            else if (
                char.IsSurrogate(original[i])
                || isHidden(original[i])
                || (original[i] == '\\' && i + 1 < original.Length && original[i + 1] == 'u')
            )
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)original[i]:x4}");
            }
            else
            {
                shown.Append(original[i]);
            }
        }

        return shown.ToString();
    }

    /// <summary>The name that <see cref="Of(string)"/> was made of.</summary>
    public static string Original(string shown)
    {
        if (!shown.Contains("\\u", StringComparison.Ordinal))
        {
            return shown;
        }

        var original = new StringBuilder(shown.Length);
        for (var i = 0; i < shown.Length; i++)
        {
            if (
                shown[i] == '\\'
                && i + 5 < shown.Length
                && shown[i + 1] == 'u'
                && ushort.TryParse(shown.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, null, out var code)
            )
            {
                original.Append((char)code);
                i += 5;
            }
            else
            {
                original.Append(shown[i]);
            }
        }

        return original.ToString();
    }

    /// <summary>What is wrong with how the name is written, in words for who typed it; null when nothing is.</summary>
    public static string? Problem(string name)
    {
        if (Of(Original(name)) == name)
        {
            return null;
        }

        var plain = name.Replace('\\', '/');
        return Of(plain) == plain
            ? $"Write a backslash before u as \\u005c: {Of(name)}. Only what can't be seen is written as its code, such as \\u200b."
            : "Remove the characters that can't be seen, or write each as its code, such as \\u200b.";
    }

    private static bool IsHidden(int code) =>
        CharUnicodeInfo.GetUnicodeCategory(code)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
