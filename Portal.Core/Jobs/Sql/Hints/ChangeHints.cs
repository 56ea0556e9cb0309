using System.Text.RegularExpressions;

namespace Portal.Core.Jobs.Sql.Hints;

/// <summary>Rows that change, where only new ones are taken; and time, where it isn't one that a window can go by.</summary>
internal static partial class ChangeHints
{
    private const string EventTime = "event_time";

    public static string? Of(string words, SqlSurroundings seen) =>
        Sink().Match(words) is { Success: true } sink ? OfSink(sink.Groups["name"].Value)
        : words.Contains("doesn't support consuming update", StringComparison.Ordinal)
            ? "A window and OVER take rows that don't change, and what it reads here changes: aggregate that in windows too, or read a topic that isn't a table of upserts."
        : words.Contains("time attribute type", StringComparison.Ordinal)
        || words.Contains("to be TIMESTAMP or TIMESTAMP_LTZ", StringComparison.Ordinal)
            ? OfWindow(seen)
        : words.Contains("Sort on a non-time-attribute field", StringComparison.Ordinal)
            ? "A stream has no last row after which it could be sorted: leave ORDER BY out, or keep the first rows of each key by ROW_NUMBER() OVER (PARTITION BY … ORDER BY …) in a subquery."
        : words.Contains("Temporal Table Join requires primary key", StringComparison.Ordinal)
            ? "What stands before FOR SYSTEM_TIME AS OF has to be a table of upserts with a key. Join by time instead: ON a.id = b.id AND a.event_time BETWEEN b.event_time AND b.event_time + INTERVAL '1' HOUR."
        : null;

    private static string OfSink(string name) =>
        $"The rows of this query change as records come, and {name} takes only new ones. Mark {name} as a table of upserts with a key (writes: upsert, key), or aggregate in windows, whose rows don't change.";

    private static string? OfWindow(SqlSurroundings seen) =>
        seen.Tables.FirstOrDefault(t => !t.IsWritten && t.Columns.Contains(EventTime)) is { } timed
            ? $"A window goes by a column with a watermark. Each topic has one: DESCRIPTOR({EventTime}), the time of the record, as in {timed.Name}. One that was computed or cast has none any more."
            : null;

    [GeneratedRegex(
        @"Table sink '(?:default_catalog\.)?(?<name>[^']+)' doesn't support consuming update",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Sink();
}
