using Portal.Core.Jobs.Sql;

namespace Portal.Tests.Jobs;

/// <summary>Which topics a job's statements name, and what they may not do.</summary>
public sealed class JobScriptTests
{
    public static TheoryData<string, string, string> Named() =>
        new()
        {
            { "INSERT INTO dev.b SELECT * FROM dev.a", "dev.a", "dev.b" },
            { "INSERT INTO dev.`b.c` SELECT * FROM `dev`.`a.b` AS x, dev.d y", "dev.a.b dev.d", "dev.b.c" },
            { "insert into dev.b select * from dev.a a join dev.c c on a.id = c.id", "dev.a dev.c", "dev.b" },
            {
                "INSERT INTO dev.b SELECT id FROM TABLE(TUMBLE(TABLE dev.a, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))",
                "dev.a",
                "dev.b"
            },
            { "INSERT INTO dev.b WITH w AS (SELECT * FROM dev.a) SELECT * FROM w", "dev.a", "dev.b" },
            { "CREATE TEMPORARY VIEW v AS SELECT * FROM dev.a; INSERT INTO dev.b SELECT * FROM v", "dev.a", "dev.b" },
            {
                "-- FROM dev.x\nINSERT INTO dev.b SELECT 'FROM dev.y', EXTRACT(DAY FROM t) /* FROM dev.z */ FROM dev.a",
                "dev.a",
                "dev.b"
            },
            { "INSERT INTO dev.b SELECT * FROM dev.a WHERE x IS NOT DISTINCT FROM y", "dev.a", "dev.b" },
            { "INSERT INTO dev.b SELECT * FROM dev.a CROSS JOIN UNNEST(lines) AS l (sku)", "dev.a", "dev.b" },
            { "INSERT INTO dev.b SELECT * FROM dev.a, LATERAL TABLE(f(x)) AS t (y)", "dev.a", "dev.b" },
            { "INSERT INTO dev.b SELECT id FROM (SELECT id FROM dev.a)", "dev.a", "dev.b" },
            { "INSERT INTO dev.b SELECT p.x FROM (SELECT 1 AS x, 2 AS y) AS t, dev.a AS p", "dev.a", "dev.b" },
            { "INSERT INTO dev.b SELECT * FROM (VALUES (1), (2)) AS t (n), dev.a", "dev.a", "dev.b" },
            { "INSERT INTO dev.b SELECT * FROM dev.a AS t (c1, c2), dev.c", "dev.a dev.c", "dev.b" },
            {
                "INSERT INTO dev.b SELECT * FROM TABLE(TUMBLE(TABLE dev.a, DESCRIPTOR(event_time), INTERVAL '1' MINUTE)), dev.c",
                "dev.a dev.c",
                "dev.b"
            },
            {
                "INSERT INTO dev.b SELECT * FROM dev.a JOIN dev.c ON a.k = ARRAY[c.x, c.y][1] AND f(a.x, c.x), dev.d",
                "dev.a dev.c dev.d",
                "dev.b"
            },
            {
                "INSERT INTO dev.b SELECT * FROM dev.a FOR SYSTEM_TIME AS OF PROCTIME() AS x, LATERAL (TABLE dev.c)",
                "dev.a dev.c",
                "dev.b"
            },
            {
                "INSERT INTO dev.b SELECT * FROM (dev.a JOIN (dev.c CROSS JOIN dev.d) ON TRUE)",
                "dev.a dev.c dev.d",
                "dev.b"
            },
            {
                "INSERT INTO dev.b SELECT * FROM dev.a WHERE x IN (SELECT y FROM (SELECT 1) AS q, dev.c)",
                "dev.a dev.c",
                "dev.b"
            },
            {
                "INSERT INTO dev.b SELECT EXTRACT(DAY FROM t), u, COUNT(*) OVER w FROM dev.a WINDOW w AS (ORDER BY t), z AS (ORDER BY u)",
                "dev.a",
                "dev.b"
            },
            { "INSERT INTO dev.b SELECT x, y FROM dev.a GROUP BY x, y ORDER BY x, y", "dev.a", "dev.b" },
            { "INSERT INTO dev.b SELECT * FROM dev.window, dev.c", "dev.window dev.c", "dev.b" },
            { "INSERT INTO dev.values SELECT * FROM dev.order AS o, dev.group", "dev.order dev.group", "dev.values" },
            { "INSERT INTO dev.b SELECT x FROM dev.table WHERE x > 1", "dev.table", "dev.b" },
            {
                "INSERT INTO dev.b SELECT 'dev.b' FROM dev.a; INSERT INTO dev.b SELECT x /* dev.b */ FROM dev.c",
                "dev.a dev.c",
                "dev.b"
            },
        };

    [Theory]
    [MemberData(nameof(Named))]
    public void Its_topics_are_found_where_tables_stand(string sql, string reads, string writes)
    {
        var script = JobScript.Read(sql);

        script.Faults.ShouldBeEmpty();
        script.Reads.Select(t => t.Name).ShouldBe(reads.Split(' '), ignoreOrder: true);
        script.Writes.Select(t => t.Name).ShouldBe(writes.Split(' '), ignoreOrder: true);
    }

    [Theory]
    [InlineData("INSERT INTO dev.b SELECT b.x FROM (SELECT 1) AS t, dev.b")]
    [InlineData("INSERT INTO dev.b SELECT 1; SELECT b.x FROM (SELECT 1) AS t, `dev`.`b`")]
    [InlineData("INSERT INTO dev.b SELECT `dev`.b.x FROM dev.a")]
    [InlineData("INSERT INTO dev.b SELECT * FROM dev.a CROSS APPLY default_catalog.dev.`b`")]
    [InlineData("INSERT INTO dev.b SELECT * FROM dev.a INTO dev.b")]
    [InlineData("CREATE TEMPORARY VIEW v AS SELECT dev.b.x FROM dev.a; INSERT INTO dev.b SELECT * FROM v")]
    public void What_is_written_and_named_anywhere_else_counts_as_read(string sql)
    {
        var script = JobScript.Draft(sql);

        script.Reads.ShouldContain(t => t.Name == "dev.b");
        script.Writes.ShouldHaveSingleItem().Name.ShouldBe("dev.b");
    }

    [Fact]
    public void Names_of_clusters_and_topics_run_between_backticks_and_faults_are_placed_as_they_were_written()
    {
        var script = JobScript.Read(
            "-- copy\n  INSERT INTO local.`a.b`\nSELECT x FROM local.user u, local.c WHERE u.y = 1"
        );

        var statement = script.Statements.ShouldHaveSingleItem();
        statement.Quoted.ShouldBe(
            "INSERT INTO `local`.`a.b`\nSELECT x FROM `local`.`user` u, `local`.`c` WHERE u.y = 1"
        );
        statement.PlaceOf(1, 1).ShouldBe((2, 3));
        statement.PlaceOf(1, 13).ShouldBe((2, 15), "at its first backtick");
        statement.PlaceOf(1, 14).ShouldBe((2, 15), "at the name");
        statement.PlaceOf(1, 20).ShouldBe((2, 20), "behind it");
        statement.PlaceOf(2, 8).ShouldBe((3, 8));
        statement.PlaceOf(2, 23).ShouldBe((3, 21), "the second name");
        statement.PlaceOf(2, 51).ShouldBe((3, 43), "behind all of them");
    }

    [Theory]
    [InlineData("CREATE TABLE t (a INT) WITH ('connector'='filesystem')", "CREATE isn't taken here")]
    [InlineData("SET 'pipeline.name'='x'; INSERT INTO dev.b SELECT * FROM dev.a", "SET isn't taken here")]
    [InlineData("CREATE FUNCTION f AS 'x' USING JAR '/tmp/x.jar'", "CREATE isn't taken here")]
    [InlineData("DROP TABLE dev.a", "DROP isn't taken here")]
    [InlineData("INSERT OVERWRITE dev.b SELECT * FROM dev.a", "INSERT isn't taken here")]
    [InlineData("INSERT INTO dev.b SELECT * FROM dev.a /*+ OPTIONS('topic'='secret') */", "hints aren't taken")]
    [InlineData(
        "INSERT INTO dev.b SELECT * FROM dev.a /*+ FOO -- */\n, OPTIONS('topic'='secret') */",
        "hints aren't taken"
    )]
    [InlineData("INSERT INTO dev.b SELECT E'a' FROM dev.a", "texts with a prefix")]
    [InlineData(
        "CREATE TEMPORARY VIEW u AS SELECT 1; INSERT INTO dev.b SELECT * FROM U&\"dev\".U&\"a\"",
        "double quotes"
    )]
    [InlineData("INSERT INTO dev.b SELECT * FROM dev.U&\"\\0061\"", "double quotes")]
    [InlineData("INSERT INTO dev.b SELECT x, 1e5FROM x.y.z", "a topic is named by cluster and topic")]
    [InlineData(
        "INSERT INTO dev.b SELECT x FROM dev.a WHERE x = 1.5E-3JOIN x.y.z",
        "a topic is named by cluster and topic"
    )]
    [InlineData("INSERT INTO dev.b SELECT '/*+ OPTIONS(''topic''=''secret'') */' FROM dev.a", "hints aren't taken")]
    [InlineData("INSERT INTO dev.b SELECT * FROM dev.a // '\n/*+ OPTIONS('topic'='secret') */", "hints aren't taken")]
    [InlineData("INSERT INTO dev.b SELECT * FROM dev.a -- x\r/*+ OPTIONS('topic'='secret') */", "hints aren't taken")]
    [InlineData("INSERT INTO dev.b SELECT * FROM orders", "Line 1, column 33: orders isn't a view of this job")]
    [InlineData("INSERT INTO b SELECT * FROM dev.a", "b isn't a view of this job")]
    [InlineData("INSERT INTO dev.b\nSELECT * FROM x.y.z", "Line 2, column 15: a topic is named by cluster and topic")]
    [InlineData("INSERT INTO dev.b SELECT 'x FROM dev.a", "column 26: this doesn't end")]
    [InlineData("CREATE TEMPORARY VIEW v AS SELECT * FROM dev.a", "a job writes a topic")]
    public void What_a_job_may_not_do_is_told_with_its_place(string sql, string words) =>
        JobScript.Read(sql).Faults.ShouldContain(fault => $"{fault}".Contains(words, StringComparison.Ordinal));

    [Fact]
    public void Statements_are_cut_at_semicolons_that_are_none_of_a_text() =>
        JobScript
            .Read("INSERT INTO dev.b SELECT ';' FROM dev.a;\n\nINSERT INTO dev.c SELECT * FROM dev.a;")
            .Statements.Select(s => (s.Text, s.Line))
            .ShouldBe([("INSERT INTO dev.b SELECT ';' FROM dev.a", 1), ("INSERT INTO dev.c SELECT * FROM dev.a", 3)]);

    [Theory]
    [InlineData("CREATE /***/ TEMPORARY VIEW v AS ' */ TABLE t (a STRING) WITH (''connector'' = ''print'') --'", false)]
    [InlineData("CREATE /* a */ TEMPORARY VIEW v AS SELECT 1 -- b\n", false)]
    [InlineData("INSERT INTO dev.b // c\nSELECT * /**/ FROM dev.a", true)]
    public void No_comment_reaches_Flink_which_may_end_it_elsewhere(string sql, bool isJob)
    {
        var statement = (isJob ? JobScript.Read(sql) : JobScript.Draft(sql)).Statements.ShouldHaveSingleItem();

        SqlLexer.Read(statement.Text).Select(t => t.Value).ShouldBe(SqlLexer.Read(sql).Select(t => t.Value));
        var outside = statement.Text.Split('\'').Where((_, i) => i % 2 == 0).ToList();
        outside.ShouldAllBe(part => !part.Contains("/*") && !part.Contains("--") && !part.Contains("//"));
        statement.Text.Length.ShouldBe(sql.TrimEnd().Length - (sql.EndsWith("b\n", StringComparison.Ordinal) ? 5 : 0));
    }

    [Fact]
    public void So_many_topics_or_statements_are_refused_before_anything_is_looked_up()
    {
        var topics = string.Join(", ", Enumerable.Range(0, JobScript.Most + 1).Select(i => $"dev.t{i}"));

        JobScript.Draft($"SELECT * FROM {topics}").Faults.ShouldHaveSingleItem().Words.ShouldContain("at most 100");
        JobScript
            .Draft(string.Concat(Enumerable.Repeat("SELECT 1;", JobScript.Most + 1)))
            .Faults.ShouldHaveSingleItem()
            .Words.ShouldContain("at most 100");
    }

    [Fact]
    public void A_cluster_with_dots_in_its_name_is_none() =>
        JobScript.Draft("SELECT * FROM `x.y`.z, x.`y.z`").Tables.ShouldHaveSingleItem().Topic.ShouldBe("y.z");
}
