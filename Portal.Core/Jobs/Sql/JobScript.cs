using System.Collections.Immutable;

namespace Portal.Core.Jobs.Sql;

/// <summary>
/// A job's statements as far as they are understood here. Only views and INSERT INTO are taken: everything else could reach what the job has no
/// business with, and its tables are generated.
/// </summary>
/// <param name="Faults">What has to be mended first.</param>
public sealed record JobScript(
    ImmutableArray<SqlStatement> Statements,
    ImmutableArray<JobTableName> Tables,
    ImmutableArray<SqlFault> Faults
)
{
    /// <summary>Statements, and topics, at most.</summary>
    public const int Most = 100;

    /// <summary>The topics that are read, or may be, once each.</summary>
    public IEnumerable<JobTableName> Reads => Tables.Where(t => !t.IsWritten).DistinctBy(t => t.Name);

    /// <summary>The topics that are written, once each.</summary>
    public IEnumerable<JobTableName> Writes => Tables.Where(t => t.IsWritten).DistinctBy(t => t.Name);

    public static JobScript Read(string sql) => Read(sql, isDraft: false);

    /// <summary>Statements that are still tried out: a SELECT is taken, and nothing has to be written yet.</summary>
    public static JobScript Draft(string sql) => Read(sql, isDraft: true);

    private static JobScript Read(string sql, bool isDraft)
    {
        var tokens = SqlLexer.Read(sql);
        var faults = ImmutableArray.CreateBuilder<SqlFault>();
        foreach (var token in tokens)
        {
            if (Fault(token) is { } words)
            {
                faults.Add(new(token.Line, token.Column, words));
            }
        }

        var statements = new List<SqlStatement>();
        var tables = new List<JobTableName>();
        var views = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var parts = Split(tokens).ToList();
        foreach (var statement in parts)
        {
            var read = new StatementReading(statement, views, isDraft);
            statements.Add(Statement(sql, statement, read));
            tables.AddRange(read.Tables);
            faults.AddRange(read.Faults);
        }

        tables.AddRange(NamedElsewhere.Of(parts, tables));
        if (statements.Count > Most || tables.DistinctBy(t => t.Name).Count() > Most)
        {
            faults.Add(new(1, 1, $"a job has at most {Most} statements and {Most} topics. Make several jobs of it."));
        }

        if (
            !isDraft
            && statements.Count > 0
            && faults.Count == 0
            && !statements.Exists(s => s.Kind == StatementKind.Insert)
        )
        {
            faults.Add(new(statements[^1].Line, 1, "a job writes a topic: end with INSERT INTO."));
        }

        return new([.. statements], [.. tables], faults.ToImmutable());
    }

    private static SqlStatement Statement(string sql, List<SqlToken> tokens, StatementReading read)
    {
        var first = tokens[0];
        return new(Bare(sql, tokens), read.Kind, first.Line, first.Column)
        {
            BareNames =
            [
                .. read
                    .BareNames.OrderBy(name => name.Start)
                    .Select(name => new BareName(
                        name.Start - first.Start,
                        name.Value.Length,
                        name.Line - first.Line + 1,
                        name.Line == first.Line ? name.Column - first.Column + 1 : name.Column
                    )),
            ],
        };
    }

    // Where Flink ends a comment at another place than we do, it would read a statement that nobody here has read: it gets none, and
    // everything else stands where it stood.
    private static string Bare(string sql, List<SqlToken> tokens)
    {
        var start = tokens[0].Start;
        var bare = sql[start..tokens[^1].End].Select(c => c is '\n' or '\r' ? c : ' ').ToArray();
        foreach (var token in tokens)
        {
            sql.AsSpan(token.Start, token.End - token.Start).CopyTo(bare.AsSpan(token.Start - start));
        }

        return new(bare);
    }

    private static string? Fault(SqlToken token) =>
        token.Kind switch
        {
            SqlTokenKind.Unended => "this doesn't end. Close the quote or the comment.",
            // U&"…" is a name to Flink, also of a table that nobody here has read.
            SqlTokenKind.Symbol when token.Value == "\"" =>
                "double quotes aren't taken. Put names between backticks, and texts between single quotes.",
            // Wherever it stands: what is a text or ends here needn't do so to Flink.
            _ when token.Value.Contains("/*+", StringComparison.Ordinal) =>
                "hints aren't taken: how a topic is read or written follows from the topic and the job's settings.",
            // Flink ends it at another quote than SQL does.
            SqlTokenKind.EscapedText =>
                "texts with a prefix before their quote aren't taken. Write the text without it.",
            _ => null,
        };

    internal static IEnumerable<List<SqlToken>> Split(IReadOnlyList<SqlToken> tokens)
    {
        var statement = new List<SqlToken>();
        foreach (var token in tokens)
        {
            if (token is { Kind: SqlTokenKind.Symbol, Value: ";" })
            {
                if (statement.Count > 0)
                {
                    yield return statement;
                }

                statement = [];
            }
            else
            {
                statement.Add(token);
            }
        }

        if (statement.Count > 0)
        {
            yield return statement;
        }
    }
}
