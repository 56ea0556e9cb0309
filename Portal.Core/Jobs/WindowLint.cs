using System.Collections.Immutable;
using Portal.Core.Jobs.Sql;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>Which rows windows drop: those behind the watermark. By event time only; one of processing time gives another result after each failure.</summary>
internal static class WindowLint
{
    private const string LateRows = "late-rows";
    private static readonly string[] Windows = ["TUMBLE", "HOP", "CUMULATE", "SESSION"];

    public static IEnumerable<LintNote> Of(JobDefinition definition)
    {
        var tokens = SqlLexer.Read(definition.Statements);
        var first = Enumerable
            .Range(0, Math.Max(0, tokens.Count - 1))
            .Where(i => Windows.Any(tokens[i].Is) && tokens[i + 1].Is("("))
            .Select(i => tokens[i])
            .FirstOrDefault();
        var read = JobScript.Draft(definition.Statements).Reads.Select(t => t.Name).ToImmutableArray();
        if (first is null || read.IsEmpty)
        {
            return [];
        }

        if (IsByProcessingTime(tokens))
        {
            return
            [
                new(
                    LateRows,
                    CheckVerdict.NeedsOverride,
                    "A window over processing time counts a row by when it happens to be read: after a failure or an upgrade the same records fall into other windows, so its results aren't exactly-once. Let it go by event_time.",
                    first.Line,
                    first.Column
                ),
            ];
        }

        var (named, others) = (
            read.Select(definition.SourceOf).OfType<JobSource>().ToList(),
            read.Any(table => definition.SourceOf(table) is null)
        );
        return
        [
            new(
                LateRows,
                CheckVerdict.Noted,
                $"A window drops a row that comes after the watermark has passed its end: {string.Join("; ", Times(named, others))}. Raise outOfOrdernessSeconds in sources where rows come later; results then come later too.",
                first.Line,
                first.Column
            ),
        ];
    }

    // PROCTIME() AS p, and a window that goes by p.
    private static bool IsByProcessingTime(IReadOnlyList<SqlToken> tokens)
    {
        var names = Enumerable
            .Range(0, Math.Max(0, tokens.Count - 4))
            .Where(i => tokens[i].Is("PROCTIME") && tokens[i + 3].Is("AS"))
            .Select(i => tokens[i + 4].Value)
            .ToHashSet(StringComparer.Ordinal);
        return Enumerable
            .Range(0, Math.Max(0, tokens.Count - 2))
            .Any(i => tokens[i].Is("DESCRIPTOR") && names.Contains(tokens[i + 2].Value));
    }

    private static IEnumerable<string> Times(List<JobSource> named, bool others) =>
        named
            .Select(source => $"{source.Table} by {source.TimeInWords}")
            .Concat(
                others
                    ?
                    [
                        $"{(named.Count > 0 ? "the other topics" : "its topics")} by the record's timestamp, {Unit.Of(JobSource.UsualOutOfOrdernessSeconds, "s")} out of order",
                    ]
                    : []
            );
}
