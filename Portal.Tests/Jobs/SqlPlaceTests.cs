using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;
using Portal.Engines.Flink;

namespace Portal.Tests.Jobs;

/// <summary>What Flink has against a statement stands where its author sees it, and how it would run is read out of what Flink says.</summary>
public sealed class SqlPlaceTests
{
    private const string Text = "-- sums\nINSERT INTO dev.b\nSELECT price FROM dev.a";

    [Theory]
    [InlineData(
        "From line 2, column 8 to line 2, column 12: Column 'price' not found in any table.",
        "Line 3, column 8: Column 'price' not found in any table."
    )]
    [InlineData("Encountered \"FORM\" at line 1, column 9.", "Line 2, column 1: Encountered \"FORM\".")]
    [InlineData("at line 1, column 23: Object 'b' not found.", "Line 2, column 14: Object 'b' not found.")]
    [InlineData(
        "Column types of query result and sink do not match.",
        "Line 2, column 1: Column types of query result and sink do not match."
    )]
    public void A_fault_is_placed_in_the_whole_text_and_says_its_place_once(string words, string expected)
    {
        var statement = JobScript.Draft(Text).Statements.ShouldHaveSingleItem();

        var fault = SqlPlaces.Fault(words, statement, "EXPLAIN ".Length, []);

        // What to do follows behind it.
        fault.ToString().ShouldStartWith(expected);
        fault.Words.ShouldNotContain(", column ");
    }

    [Fact]
    public void Of_a_plan_the_part_is_shown_that_says_what_would_run()
    {
        const string said =
            "== Abstract Syntax Tree ==\nLogicalProject\n\n== Optimized Physical Plan ==\nCalc(a)\n\n== Optimized Execution Plan ==\nCalc(b)\n+- Source\n";

        new SqlPlan(1, said).Execution.ShouldBe("Calc(b)\n+- Source");
        new SqlPlan(1, "Another form").Execution.ShouldBe("Another form");
    }

    [Fact]
    public void Who_tries_out_may_read_without_writing_and_a_job_may_not()
    {
        const string query = "WITH big AS (SELECT * FROM dev.a) SELECT * FROM big";

        JobScript.Draft(query).Faults.ShouldBeEmpty();
        JobScript.Draft(query).Reads.ShouldHaveSingleItem().Name.ShouldBe("dev.a");
        JobScript.Read(query).Faults.ShouldHaveSingleItem().Words.ShouldStartWith("WITH isn't taken here");
        JobScript.Draft("CREATE TABLE t (a INT)").Faults.ShouldHaveSingleItem().Words.ShouldContain("isn't taken here");
        JobScript.Draft("SELECT * FROM dev.a /*+ OPTIONS('topic'='b') */").Faults.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_topic_without_a_table_is_a_fault_at_the_first_place_that_names_it()
    {
        var script = JobScript.Draft("SELECT *\nFROM dev.gone a JOIN dev.gone b ON a.id = b.id");

        var known = JobExplanation.Of(
            script,
            [JobTable.Unknown("dev.gone", false, "No topic gone was seen on dev.")],
            []
        );

        known.Faults.ShouldHaveSingleItem().ShouldBe(new SqlFault(2, 6, "dev.gone: No topic gone was seen on dev."));
    }

    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("payments.large", "`payments.large`")]
    [InlineData("prod-eu-1", "`prod-eu-1`")]
    [InlineData("2026", "`2026`")]
    [InlineData("a`b", "`a``b`")]
    public void A_name_stands_between_backticks_where_it_needs_them(string name, string written) =>
        SqlName.Of(name).ShouldBe(written);
}
