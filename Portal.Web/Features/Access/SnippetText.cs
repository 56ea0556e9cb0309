using System.Globalization;
using System.Text;

namespace Portal.Web.Features.Access;

/// <summary>Names as they stand between the quotes of a language: whoever copies a snippet runs what is in it, and a principal may have quotes.</summary>
internal static class SnippetText
{
    /// <summary>Within "…" of C#, Python and Go.</summary>
    public static string Double(string text) => Quoted(text, '"');

    /// <summary>Within '…' of JavaScript.</summary>
    public static string Single(string text) => Quoted(text, '\'');

    /// <summary>Within "…" of a JAAS configuration, which knows no other escapes than these.</summary>
    public static string Jaas(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>The value of a line of a .properties file, which Java reads as Latin-1 and strips of spaces in front.</summary>
    public static string Property(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\\' => text.Append(@"\\"),
                ' ' when text.Length == 0 => text.Append(@"\ "),
                < ' ' or > '~' => text.Append(Escape(letter)),
                _ => text.Append(letter),
            };
        }

        return text.ToString();
    }

    private static string Quoted(string value, char quote)
    {
        var text = new StringBuilder(value.Length);
        foreach (var letter in value)
        {
            _ =
                letter == quote || letter == '\\' ? text.Append('\\').Append(letter)
                : EndsLineOrIsUnseen(letter) ? text.Append(Escape(letter))
                : text.Append(letter);
        }

        return text.ToString();
    }

    private static bool EndsLineOrIsUnseen(char letter) =>
        char.GetUnicodeCategory(letter)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private static string Escape(char letter) => $@"\u{(int)letter:x4}";
}
