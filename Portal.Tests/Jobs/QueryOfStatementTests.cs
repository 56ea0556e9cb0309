using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;

namespace Portal.Tests.Jobs;

/// <summary>The query of an INSERT, at the place where it stands in the text.</summary>
public sealed class QueryOfStatementTests
{
    [Theory]
    [InlineData("SELECT a FROM dev.t", "SELECT a FROM `dev`.`t`")]
    [InlineData("INSERT INTO dev.b SELECT a FROM dev.t", "SELECT a FROM `dev`.`t`")]
    [InlineData("insert into dev.`b.c` (a, `x)`) SELECT a FROM dev.t", "SELECT a FROM `dev`.`t`")]
    [InlineData("INSERT INTO dev.b (SELECT a FROM dev.t)", "(SELECT a FROM `dev`.`t`)")]
    [InlineData("INSERT INTO dev.b WITH q AS (SELECT 1) SELECT * FROM q", "WITH q AS (SELECT 1) SELECT * FROM q")]
    [InlineData("INSERT INTO dev.b VALUES (1)", "VALUES (1)")]
    [InlineData("INSERT INTO dev.b TABLE dev.t", "TABLE `dev`.`t`")]
    public void Where_its_rows_would_go_is_left_out(string statement, string query) =>
        Query(statement)!.Quoted.TrimStart().ShouldBe(query);

    [Fact]
    public void What_is_left_stands_where_it_stood()
    {
        var query = Query("\nINSERT INTO dev.b\n  SELECT price FROM dev.t")!;

        query.Quoted.Split('\n')[1].ShouldBe("  SELECT price FROM `dev`.`t`");
        query.PlaceOf(2, 10).ShouldBe((3, 10));
    }

    [Theory]
    [InlineData("CREATE TEMPORARY VIEW v AS SELECT 1")]
    [InlineData("INSERT INTO dev.b")]
    [InlineData("INSERT INTO dev.b STOP JOB '00000000000000000000000000000001'")]
    [InlineData("INSERT INTO dev.b (a) CREATE TEMPORARY TABLE t (a INT) WITH ('connector' = 'datagen')")]
    [InlineData("INSERT INTO dev.b INSERT INTO dev.c SELECT a FROM dev.t")]
    public void What_gives_no_rows_has_none(string statement) => Query(statement).ShouldBeNull();

    private static SqlStatement? Query(string sql) =>
        QueryOfStatement.Of(JobScript.Draft(sql).Statements.ShouldHaveSingleItem());
}
