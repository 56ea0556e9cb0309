using System.Text.RegularExpressions;

namespace Portal.Core.Jobs.Arguments;

/// <summary>An argument as it is typed: text and placeholders. A literal <c>${</c> is typed as <c>$${</c>; any other <c>$</c> is itself. Pure.</summary>
internal static partial class ArgumentText
{
    private const string Escaped = "$${";

    public static IEnumerable<Placeholder> Placeholders(string typed) =>
        Marks(typed).Select(mark => mark.Placeholder).OfType<Placeholder>();

    /// <summary>What looks like a placeholder and is none.</summary>
    public static IEnumerable<(string Typed, bool IsClosed)> Unknown(string typed) =>
        Marks(typed).Where(mark => mark.Placeholder is null).Select(mark => (mark.Typed, mark.IsClosed));

    /// <summary>What is no placeholder stays as it is: a job that ran before there were any goes back to what it ran with.</summary>
    public static string Filled(string typed, Func<Placeholder, string> value) =>
        Mark()
            .Replace(
                typed,
                m =>
                    m.Value == Escaped ? Placeholder.Start
                    : Of(m) is { } p ? value(p)
                    : m.Value
            );

    private static IEnumerable<(string Typed, bool IsClosed, Placeholder? Placeholder)> Marks(string typed) =>
        Mark()
            .Matches(typed)
            .Where(match => match.Value != Escaped)
            .Select(match => (match.Value, IsClosed(match), Of(match)));

    private static Placeholder? Of(Match match) =>
        IsClosed(match) ? Placeholder.Read(match.Groups["inside"].Value) : null;

    private static bool IsClosed(Match match) => match.Groups["end"].Length > 0;

    [GeneratedRegex(
        @"\$\$\{|\$\{(?<inside>[^}]*)(?<end>\}?)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Mark();
}
