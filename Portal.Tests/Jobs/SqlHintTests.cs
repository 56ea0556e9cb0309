using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Sql.Hints;
using Portal.Engines.Flink;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>What to do stands behind what a planner has against a statement. The sentences are Flink 2.2's own, as its SQL Gateway gave them.</summary>
public sealed class SqlHintTests
{
    private static readonly SqlSurroundings Seen = new([
        new("dev.orders", false, ["id", "customer", "amount", "event_time"]),
        new("dev.totals", true, ["customer", "n", "event_time"]),
    ]);

    [Theory]
    [InlineData("Column 'custmer' not found in any table", "Did you mean `customer`, of dev.orders?")]
    [InlineData("Column 'custmer' not found in table 'o'", "Did you mean `customer`, of dev.orders?")]
    [InlineData("Column 'price' not found in any table", "dev.orders has id, customer, amount, event_time.")]
    [InlineData("Unknown identifier 'even_time'", "Did you mean `event_time`, of dev.orders?")]
    [InlineData("Column 'Customer' not found in any table; did you mean 'customer'?", null)]
    [InlineData(
        "Table 'x' not found",
        "It is neither a topic, a view of this job, nor an alias of this query. A topic is named by cluster and topic, and after an alias by that alone."
    )]
    [InlineData(
        "Cannot find table '`default_catalog`.`dev`.`total`' in any of the catalogs [default_catalog], nor as a temporary table.",
        "Did you mean dev.totals?"
    )]
    [InlineData("No match found for function signature LENGHT(<CHARACTER>)", "Flink has no such function.")]
    [InlineData("No match found for function signature UPER(<CHARACTER>)", "Did you mean UPPER?")]
    [InlineData(
        "No match found for function signature TO_TIMESTAMP(<BIGINT>)",
        "TO_TIMESTAMP takes arguments of other types"
    )]
    [InlineData("Expression 'id' is not being grouped", "Add id to GROUP BY, or aggregate it, as MAX(id).")]
    [InlineData("Column 'id' is ambiguous", "write the table's alias before it, as a.id.")]
    [InlineData(
        "Table sink 'default_catalog.dev.totals' doesn't support consuming update changes which is produced by node GroupAggregate(groupBy=[customer], select=[customer, COUNT(*) AS EXPR$1])",
        "Mark dev.totals as a table of upserts with a key (writes: upsert, key)"
    )]
    [InlineData(
        "Table sink 'default_catalog.dev.totals' doesn't support consuming update and delete changes which is produced by node Join(joinType=[LeftOuterJoin], where=[(id = id0)], select=[id, customer, id0], leftInputSpec=[NoUniqueKey], rightInputSpec=[NoUniqueKey])",
        "Mark dev.totals as a table of upserts with a key (writes: upsert, key)"
    )]
    [InlineData(
        "StreamPhysicalOverAggregate doesn't support consuming update changes which is produced by node GroupAggregate(groupBy=[customer], select=[customer, COUNT(*) AS n])",
        "A window and OVER take rows that don't change"
    )]
    [InlineData(
        "The window function requires the timecol is a time attribute type, but is TIMESTAMP(3).",
        "DESCRIPTOR(event_time), the time of the record, as in dev.orders."
    )]
    [InlineData(
        "The window function TUMBLE(TABLE table_name, DESCRIPTOR(timecol), datetime interval[, datetime interval]) requires the timecol to be TIMESTAMP or TIMESTAMP_LTZ, but is BIGINT.",
        "DESCRIPTOR(event_time)"
    )]
    [InlineData("Sort on a non-time-attribute field is not supported.", "leave ORDER BY out")]
    [InlineData(
        "Temporal Table Join requires primary key in versioned table, but no primary key can be found. The physical plan is:",
        "Join by time instead"
    )]
    [InlineData(
        "Column types of query result and sink for 'default_catalog.dev.totals' do not match. Cause: Incompatible types for sink column 'n' at position 1. Query schema: [customer: STRING, amount: DECIMAL(10, 2)] Sink schema: [customer: STRING, n: DECIMAL(12, 4) NOT NULL, m: INT]",
        "CAST(… AS DECIMAL(12, 4))."
    )]
    [InlineData(
        "Column types of query result and sink for 'default_catalog.dev.totals' do not match. Cause: Different number of columns. Query schema: [customer: STRING] Sink schema: [customer: STRING, n: BIGINT]",
        "The topic has these columns: customer: STRING, n: BIGINT."
    )]
    [InlineData(
        "Cannot apply '-' to arguments of type '<BIGINT> - <VARCHAR(2147483647)>'. Supported form(s): '<NUMERIC> - <NUMERIC>'",
        "as CAST(… AS STRING)."
    )]
    [InlineData(
        "Cannot apply 'UPPER' to arguments of type 'UPPER(<BIGINT>)'. Supported form(s): 'UPPER(<CHARACTER>)'",
        "as CAST(… AS STRING)."
    )]
    [InlineData(
        "Cannot apply 'SUM' to arguments of type 'SUM(<VARCHAR(2147483647)>)'. Supported form(s): 'SUM(<NUMERIC>)'",
        "as CAST(… AS DECIMAL(20, 4))."
    )]
    [InlineData("Illegal mixing of types in CASE or COALESCE statement", "All its values need one type")]
    [InlineData("Invalid function call: COALESCE(STRING, INT NOT NULL)", "All its values need one type")]
    [InlineData(
        "implicit type conversion between VARCHAR(2147483647) and BIGINT is not supported on join's condition now",
        "Cast one side of the join's condition"
    )]
    [InlineData("Illegal use of 'NULL'", "CAST(NULL AS STRING).")]
    [InlineData("WHERE clause must be a condition", "Compare it with something")]
    [InlineData("Aggregate expression is illegal in WHERE clause", "Compare aggregates in HAVING, behind GROUP BY.")]
    [InlineData("Column count mismatch in UNION ALL", "the same number of columns")]
    [InlineData("Encountered \"<EOF>\".", "The statement ends too early")]
    [InlineData("Encountered \". order\".", "between backticks, `order`.")]
    [InlineData("Encountered \"timestamp FROM\".", "between backticks, `timestamp`.")]
    [InlineData("Incorrect syntax near the keyword 'MATCH'.", "between backticks, `MATCH`.")]
    [InlineData("Encountered \"= \\\"\".", "Texts stand between single quotes: 'text'.")]
    [InlineData("Something that no rule knows", null)]
    public void A_sentence_of_the_planner_is_followed_by_what_to_do(string words, string? hint)
    {
        var whole = SqlHints.Behind(words, Seen);

        if (hint is null)
        {
            whole.ShouldBe(words);
            return;
        }

        whole.ShouldStartWith($"{words.TrimEnd('.')}. ");
        whole.ShouldContain(hint);
    }

    [Theory]
    [InlineData(
        "INSERT INTO dev.b SELECT price FORM dev.a",
        "Encountered \"dev\" at line 1, column 45.",
        "FROM instead of FORM"
    )]
    [InlineData(
        "INSERT INTO dev.b SELECT price FROM dev.a WERE id = 1",
        "Encountered \"id\" at line 1, column 60.",
        "WHERE instead of WERE"
    )]
    public void A_word_that_is_nearly_one_of_SQLs_own_is_named(string sql, string words, string hint) =>
        SqlPlaces
            .Fault(words, JobScript.Draft(sql).Statements.ShouldHaveSingleItem(), "EXPLAIN ".Length, [])
            .Words.ShouldContain($"Did you mean {hint}?");

    [Fact]
    public void Of_types_that_do_not_match_the_planner_s_whole_sentence_is_kept()
    {
        const string trace = """
            Internal server error.
            <Exception on server side:
            org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.
            	at org.apache.flink.table.gateway.rest.handler.AbstractSqlGatewayRestHandler.respondToRequest(AbstractSqlGatewayRestHandler.java:84)
            Caused by: org.apache.flink.table.api.ValidationException: Column types of query result and sink for 'default_catalog.dev.totals' do not match.
            Cause: Incompatible types for sink column 'n' at position 1.

            Query schema: [customer: STRING, amount: DECIMAL(10, 2)]
            Sink schema:  [customer: STRING, n: BIGINT]
            	at org.apache.flink.table.planner.connectors.DynamicSinkUtils.createSchemaMismatchException(DynamicSinkUtils.java:1053)
            	... 7 more

            End of exception on server side>
            """;

        FlinkTrace
            .RootCause(trace)
            .ShouldBe(
                "Column types of query result and sink for 'default_catalog.dev.totals' do not match. Cause: Incompatible types for sink column 'n' at position 1. Query schema: [customer: STRING, amount: DECIMAL(10, 2)] Sink schema:  [customer: STRING, n: BIGINT]"
            );
    }

    [Fact]
    public async Task The_local_cluster_s_planner_is_followed_by_the_same_words()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await BadSql.Play(cluster.Bootstrap, cluster.Flink, cluster.SqlGateway);
    }

    [FullRunFact]
    public async Task Flink_s_own_planner_is_followed_by_them()
    {
        var flink = (FlinkEngine)await SharedEngines.Flink;
        await BadSql.Play(flink.Bootstrap, flink.Url, flink.Gateway);
    }
}
