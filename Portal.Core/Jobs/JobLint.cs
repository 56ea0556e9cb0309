using System.Collections.Frozen;
using System.Collections.Immutable;
using Portal.Core.Jobs.Sql;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>One thing to know about what a job promises.</summary>
/// <param name="Name">Which rule it is, for a check's row.</param>
/// <param name="Line">Where in the statements, counted from 1; null when it isn't about a place.</param>
/// <param name="Column">Where in the statements, counted from 1; null when it isn't about a place.</param>
public sealed record LintNote(string Name, CheckVerdict Verdict, string Words, int? Line = null, int? Column = null);

/// <summary>
/// What a job's statements and settings mean for exactly-once: the same beside the text while it is typed, in the preview and in the plan.
/// </summary>
public static class JobLint
{
    public const string ExactlyOnce = "exactly-once";
    public const string Replay = "replay";
    public const string Loop = "loop";
    public const string Skipping = "deserialization-errors";

    // Each time they are called they give something else. https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/table/concepts/determinism/
    private static readonly FrozenSet<string> Called = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "RAND",
        "RAND_INTEGER",
        "UUID",
        "NOW",
        "PROCTIME",
        "UNIX_TIMESTAMP",
        "CURRENT_ROW_TIMESTAMP"
    );

    private static readonly FrozenSet<string> Bare = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "CURRENT_TIMESTAMP",
        "CURRENT_TIME",
        "CURRENT_DATE",
        "LOCALTIMESTAMP",
        "LOCALTIME"
    );

    public static IEnumerable<LintNote> Of(JobDefinition definition, bool isProduction) =>
        definition.Program is { } program
            ? [.. ProgramLint.Of(definition, program, isProduction), .. Loops(definition)]
            :
            [
                GuaranteeLint.Of(definition, isProduction),
                .. Skips(definition),
                .. Loops(definition),
                .. Replays(definition),
                .. UpsertLint.Of(definition),
                .. WindowLint.Of(definition),
            ];

    private static IEnumerable<LintNote> Skips(JobDefinition definition) =>
        definition.DeadLetters is { } topic
            ?
            [
                new(
                    Skipping,
                    CheckVerdict.Noted,
                    $"A record of a JSON topic whose value isn't a JSON object is skipped, and written unchanged to {topic}, {(definition.Guarantee == JobGuarantee.ExactlyOnce ? "exactly once, with the same checkpoints" : "at least once")}. A field that doesn't fit its column isn't a skipped record: it is read as NULL, or as what Flink makes of it (text as false, 3.9 as 3)."
                ),
            ]
            : [];

    private static IEnumerable<LintNote> Loops(JobDefinition definition)
    {
        var topics = definition.Topics().ToList();
        var read = topics.Where(t => !t.IsWritten).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        return topics
            .Where(t => t.IsWritten && read.Contains(t.Name))
            .Take(1)
            .Select(t => new LintNote(
                Loop,
                CheckVerdict.Noted,
                $"{t.Name} is read and written: the job reads its own output again, without an end unless its {(definition.Program is null ? "query" : "program")} leaves that out.",
                t.Line > 0 ? t.Line : null,
                t.Column > 0 ? t.Column : null
            ));
    }

    private static IEnumerable<LintNote> Replays(JobDefinition definition)
    {
        var tokens = SqlLexer.Read(definition.Statements);
        var found = Enumerable
            .Range(0, tokens.Count)
            .Where(i => IsReplayed(tokens, i))
            .Select(i => tokens[i])
            .ToImmutableArray();
        if (found is [var first, ..])
        {
            var names = found.Select(t => t.Value.ToUpperInvariant()).Distinct(StringComparer.Ordinal);
            // A row is withdrawn by the values that it had: one that has others then is never found again.
            var isUpsert = definition.Writes.FirstOrDefault(w => w.Upsert) is not null;
            yield return new(
                Replay,
                isUpsert ? CheckVerdict.NeedsOverride : CheckVerdict.Noted,
                $"{string.Join(", ", names)} gives another value each time: after a failure the same records are computed again, with another result.{(isUpsert ? " Rows of a table of upserts that were computed before are then not found to be replaced or removed, so exactly-once isn't given." : "")} Use event_time where the time of the record is meant.",
                first.Line,
                first.Column
            );
        }
    }

    private static bool IsReplayed(IReadOnlyList<SqlToken> tokens, int at)
    {
        var token = tokens[at];
        var isCall = at + 1 < tokens.Count && tokens[at + 1].Is("(");
        return token.Kind == SqlTokenKind.Word
            && !(at > 0 && tokens[at - 1].Is("."))
            && ((isCall && Called.Contains(token.Value)) || (!isCall && Bare.Contains(token.Value)));
    }
}
