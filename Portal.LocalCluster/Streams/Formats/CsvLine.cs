using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>A line of CSV cut into its fields, and a field as it stands in one.</summary>
internal static class CsvLine
{
    private const char Quote = '"';
    private const char Escape = '\\';

    // Flink's writer looks at no more and quotes what is longer.
    private const int LongestUnquoted = 24;

    public static List<string> Split(string line, char between)
    {
        var (parts, part, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == Quote && isQuoted && i + 1 < line.Length && line[i + 1] == Quote)
            {
                part.Append(line[i++]);
            }
            else if (line[i] == Quote)
            {
                isQuoted = !isQuoted;
            }
            else if (line[i] == between && !isQuoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(line[i]);
            }
        }

        parts.Add(part.ToString());
        return isQuoted ? throw new SqlDataException("a quoted field has no end") : parts;
    }

    /// <summary>In quotes where Flink's writer has them: it takes every sign up to the delimiter or the quote for one that may need them.</summary>
    public static string Quoted(string text, char between)
    {
        var last = (char)Math.Max(between, Quote);
        return text.Length <= LongestUnquoted && !text.Any(sign => sign <= last || sign == Escape)
            ? text
            : $"{Quote}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}{Quote}";
    }
}
