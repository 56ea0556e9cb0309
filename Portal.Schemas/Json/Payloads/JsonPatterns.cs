using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Schemas.Payloads;

namespace Portal.Schemas.Json.Payloads;

/// <summary>Regular expressions of ECMAScript, each read once. One that can't be read here, or takes too long, is noted and passed over.</summary>
internal sealed class JsonPatterns(PayloadWork work)
{
    // Only those that look around or back need it: the others take time by the length of the text.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    // How long reading and matching take isn't known from the lengths of pattern and text.
    private static readonly TimeSpan LongestOfAll = TimeSpan.FromSeconds(2);
    private readonly Stopwatch _spent = new();
    private readonly Dictionary<string, Regex?> _known = new(StringComparer.Ordinal);

    /// <summary>No more patterns are read or matched: all of them together took too long.</summary>
    public bool IsSpent => _spent.Elapsed > LongestOfAll;

    /// <returns>Whether some part of the text fits; null: nobody can say.</returns>
    /// <exception cref="TooMuchWork">It isn't worth going on.</exception>
    public bool? Fits(string pattern, string text)
    {
        work.Step(text.Length);
        if (IsSpent)
        {
            throw new TooMuchWork();
        }

        _spent.Start();
        try
        {
            return Matches(pattern, text);
        }
        finally
        {
            _spent.Stop();
        }
    }

    private bool? Matches(string pattern, string text)
    {
        if (!_known.TryGetValue(pattern, out var regex))
        {
            _known[pattern] = regex = Read(pattern);
        }

        try
        {
            return regex?.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            _known[pattern] = null;
            Note(pattern);
            return null;
        }
    }

    private Regex? Read(string pattern)
    {
        var translated = Translated(pattern);
        foreach (var way in new[] { RegexOptions.NonBacktracking, RegexOptions.None })
        {
            try
            {
                return new Regex(translated, way | RegexOptions.CultureInvariant, Longest);
            }
            catch (NotSupportedException)
            {
                // It looks around or back: the next way can.
            }
            catch (ArgumentException)
            {
                break;
            }
        }

        Note(pattern);
        return null;
    }

    private void Note(string pattern) =>
        work.Notes.Add($"The pattern {PayloadWords.Cut(pattern)} can't be checked here.");

    // What .NET reads otherwise: \d and \w are ASCII, $ is the very end, and a slash may be escaped.
    private static string Translated(string pattern)
    {
        var made = new StringBuilder(pattern.Length);
        var isInClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var pair = i + 1 < pattern.Length ? pattern.Substring(i, 2) : pattern[i..];
            var (read, length) = (pair, isInClass) switch
            {
                (@"\d", _) => (isInClass ? "0-9" : "[0-9]", 2),
                (@"\w", _) => (isInClass ? "a-zA-Z0-9_" : "[a-zA-Z0-9_]", 2),
                (@"\D", false) => ("[^0-9]", 2),
                (@"\W", false) => ("[^a-zA-Z0-9_]", 2),
                (@"\/", _) => ("/", 2),
                (['\\', ..], _) => (pair, pair.Length),
                (['$', ..], false) => (@"\z", 1),
                _ => (pair[..1], 1),
            };
            isInClass = length == 1 && read is "[" or "]" ? read == "[" : isInClass;
            made.Append(read);
            i += length - 1;
        }

        return made.ToString();
    }
}
