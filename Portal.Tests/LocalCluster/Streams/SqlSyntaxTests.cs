using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.LocalCluster.Streams.Sql;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>The grammar says what may follow, and agrees with another Flink grammar, npm's dt-sql-parser.</summary>
public sealed partial class SqlSyntaxTests
{
    private static readonly string[] Wrong =
    [
        "SELEC id FROM t",
        "SELECT FROM t",
        "SELECT id FROM",
        "SELECT id FROM t WHERE",
        "SELECT id FROM t GROUP id",
        "SELECT id, FROM t",
        "SELECT (id FROM t",
        "SELECT id FROM t JOIN",
        "CREATE TABLE t",
        "CREATE TABLE t (id)",
        "CREATE TABLE t (id INT",
        "CREATE TABLE t (id INT) WITH",
        "CREATE VIEW v SELECT id FROM t",
        "INSERT INTO t",
        "INSERT t SELECT id FROM s",
        "INSERT INTO t SELECT",
        "DROP t",
        "SHOW",
        "EXPLAIN",
        "SET 'a' =",
        "SELECT id FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts)",
        "SELECT id FROM t UNION",
        "SELECT CASE WHEN id THEN 1 FROM t",
        "SELECT CAST(id AS) FROM t",
        "SELECT id FROM t AS",
        "EXECUTE STATEMENT SET BEGIN END",
        "SELECT id FROM t WHERE id IN ()",
        "SELECT id FROM t WHERE id BETWEEN 1",
        "SELECT id FROM t WHERE id IS",
    ];

    /// <summary>A table without columns is one to Flink.</summary>
    private static readonly string[] TakenByFlink = ["CREATE TABLE t"];

    /// <summary>Where Flink names another of the words: the one at which it looked ahead, the one behind, or END of a set without statements.</summary>
    private static readonly string[] Elsewhere =
    [
        "SELECT id FROM t GROUP id",
        "SELECT id FROM t JOIN",
        "SHOW",
        "EXECUTE STATEMENT SET BEGIN END",
        "SELECT id FROM t WHERE id IS",
    ];

    [ClusterTheory]
    [InlineData(
        "CREATE TABLE t (id INT",
        "\"<EOF>\" at line 1",
        "\")\" ...",
        "\",\" ...",
        "\"METADATA\" ...",
        "\"NOT\" ..."
    )]
    [InlineData("SELECT id FROM t x y", "\"y\" at line 1", "\"WHERE\" ...", "\"GROUP\" ...", "\"JOIN\" ...", "<EOF>")]
    [InlineData("SHOW NONSENSE", "\"NONSENSE\"", "\"TABLES\" ...", "\"JOBS\" ...")]
    [InlineData("NONSENSE", "\"NONSENSE\"", "\"SELECT\" ...", "\"INSERT\" ...", "\"CREATE\" ...")]
    [InlineData("INSERT INTO", "\"<EOF>\"", "<IDENTIFIER> ...")]
    [InlineData("SELECT id FROM t WHERE", "\"<EOF>\"", "<EXPRESSION> ...", "\"NOT\" ...")]
    public void An_error_names_each_word_that_may_stand_there(string sql, string encountered, params string[] expected)
    {
        var refused = Assert.Throws<SqlException>(() => Parser.Read(sql)).Message;

        refused.ShouldContain(encountered);
        refused.ShouldContain("Was expecting");
        foreach (var each in expected)
        {
            refused.ShouldContain(each);
        }
    }

    [ClusterFact]
    public void A_wrong_statement_is_refused_at_its_place()
    {
        foreach (var sql in Wrong)
        {
            Assert
                .Throws<SqlException>(() => Parser.Read(sql))
                .Message.ShouldContain("line 1, column", Case.Sensitive, sql);
        }
    }

    /// <summary>Flink ran all of these; what dt-sql-parser has no rule for is named.</summary>
    [LongFact("node")]
    public async Task Statements_are_read_and_refused_as_another_grammar_of_Flinks_does()
    {
        var good = Conformance.Recorded.Select(query => query.Sql).Concat(Conformance.Tables).ToList();
        foreach (var sql in good)
        {
            Parser.Read(sql);
        }

        var verdicts = await Other([.. good, .. Wrong]);
        good.Where((sql, i) => verdicts[i] is not null && !Unknown().IsMatch(sql)).ShouldBeEmpty();
        // So that the pattern doesn't come to excuse everything.
        verdicts.Take(good.Count).Count(verdict => verdict is null).ShouldBeGreaterThan(good.Count / 2);
        Wrong.Where((_, i) => verdicts[good.Count + i] is null).ShouldBeEmpty();
    }

    [FullRunFact]
    public async Task What_is_refused_Flink_refuses_too_and_at_the_same_place()
    {
        await using var flink = await RealFlink.Start(slots: 1);
        using var sql = await SqlClient.Open(flink.Gateway);
        var (taken, elsewhere) = (new List<string>(), new List<string>());
        foreach (var statement in Wrong)
        {
            var ours = Assert.Throws<SqlException>(() => Parser.Read(statement)).Message;
            if (await Record.ExceptionAsync(() => sql.Run(statement)) is not InvalidOperationException refused)
            {
                taken.Add(statement);
            }
            else if (
                Place().Match(refused.Message) is { Success: true } place
                && Column(place) != Math.Min(Column(Place().Match(ours)), statement.Length)
            )
            {
                elsewhere.Add(statement);
            }
        }

        taken.ShouldBe(TakenByFlink);
        elsewhere.ShouldBe(Elsewhere);
    }

    // What ends too soon ends for Flink at its last character, and here behind it.
    private static int Column(Match place) => int.Parse(place.Groups["column"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"line 1, column (?<column>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Place();

    private static async Task<IReadOnlyList<string?>> Other(IReadOnlyList<string> statements)
    {
        var folder = await KafkaJs.Installed("dtsql");
        var input = Path.Combine(folder, "statements.json");
        await File.WriteAllTextAsync(input, JsonSerializer.Serialize(statements));
        var answer = await Command.Run(
            TimeSpan.FromMinutes(3),
            "bash",
            "-c",
            "cd \"$0\" && node validate.js \"$1\" 2> /dev/null",
            folder,
            input
        );
        return JsonSerializer.Deserialize<string?[]>(answer)!;
    }

    // OVER beside other columns, FILTER, sessions, calls with words between their arguments, elements by index, names of columns behind a table's.
    [GeneratedRegex(
        @"\bOVER\b|FILTER\s*\(|\bSESSION\(|\bTRY_CAST\(|\bCHAR_LENGTH\(|\bEXTRACT\(|\bPOSITION\(|FROM \d+|\bTO (MINUTE|HOUR|DAY|MONTH)|IS (NOT )?JSON|\bORDINALITY\b|\[\w|\['|\) AS \w+\s?\(|BOTH '|\b(LN|SQRT|EXP|ENCODE|DECODE|MAP_UNION|MAP_KEYS|REVERSE|ARRAY_AGG)\(",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Unknown();
}
