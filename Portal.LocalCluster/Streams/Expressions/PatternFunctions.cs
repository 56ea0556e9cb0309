using System.Text;
using System.Text.RegularExpressions;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>LIKE and regular expressions.</summary>
internal static class PatternFunctions
{
    /// <summary>A pattern that takes longer for one value is refused rather than waited for.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static readonly IReadOnlyList<KeyValuePair<string, Func<CallSite, Bound?>>> All =
    [
        new("LIKE", Like),
        new(
            "REGEXP",
            s =>
                s.Takes(Is.Text, Is.Text)
                    ? s.Strict(SqlType.Boolean, a => Of((string)a[1]).IsMatch((string)a[0]))
                    : null
        ),
        new("REGEXP_EXTRACT", Extract),
        new(
            "REGEXP_REPLACE",
            s =>
                s.Takes(Is.Text, Is.Text, Is.Text)
                    ? s.Strict(SqlType.String, a => Of((string)a[1]).Replace((string)a[0], (string)a[2]))
                    : null
        ),
    ];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Regex> Kept = new(
        StringComparer.Ordinal
    );
    private const int MostKept = 256;

    private static Bound? Like(CallSite site)
    {
        if (!site.Takes(Is.Text, Is.Text) && !site.Takes(Is.Text, Is.Text, Is.Text))
        {
            return null;
        }

        return site.Strict(
            SqlType.Boolean,
            a =>
                Of(Pattern((string)a[1], a.Length > 2 ? ((string)a[2])[0] : null), RegexOptions.Singleline)
                    .IsMatch((string)a[0])
        );
    }

    private static string Pattern(string like, char? escape)
    {
        var pattern = new StringBuilder("\\A");
        for (var i = 0; i < like.Length; i++)
        {
            if (like[i] == escape && i + 1 < like.Length)
            {
                pattern.Append(Regex.Escape(like[++i].ToString()));
            }
            else
            {
                pattern.Append(
                    like[i] switch
                    {
                        '%' => ".*",
                        '_' => ".",
                        var other => Regex.Escape(other.ToString()),
                    }
                );
            }
        }

        return pattern.Append("\\z").ToString();
    }

    private static Bound? Extract(CallSite site) =>
        site.Takes(Is.Text, Is.Text) || site.Takes(Is.Text, Is.Text, Is.Whole)
            ? site.Strict(
                SqlType.String,
                a =>
                {
                    var group = a.Length > 2 ? (int)(long)a[2] : 0;
                    var match = Of((string)a[1]).Match((string)a[0]);
                    return match.Success && group < match.Groups.Count && match.Groups[group].Success
                        ? match.Groups[group].Value
                        : null;
                },
                mayBeNull: true
            )
            : null;

    private static Regex Of(string pattern, RegexOptions options = RegexOptions.None)
    {
        if (Kept.TryGetValue(pattern, out var kept))
        {
            return kept;
        }

        try
        {
            var regex = new Regex(pattern, options | RegexOptions.CultureInvariant, Longest);
            return Kept.Count < MostKept ? Kept.GetOrAdd(pattern, regex) : regex;
        }
        catch (ArgumentException bad)
        {
            throw new SqlDataException($"The regular expression '{pattern}' can't be read: {bad.Message}");
        }
    }
}
