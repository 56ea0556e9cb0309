using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;
using Portal.Core.Teams;
using Portal.Engines.Flink;
using Portal.Tests.Applying;

namespace Portal.Tests.Jobs;

/// <summary>What of a preview reaches a Flink, what of its rows is shown, and what is kept of it.</summary>
public sealed class RowPreviewerTests
{
    [Fact]
    public async Task A_table_that_is_only_written_is_not_sent_and_the_audit_log_keeps_what_ran()
    {
        await using var world = await Seeing();
        var flink = new ScriptedFlink();

        await Preview(
            world,
            flink,
            SeededStructure.Payments,
            "CREATE TEMPORARY VIEW v AS\n  SELECT `value` FROM dev.`seen.in` -- all\n;\nINSERT INTO dev.`seen.out`\nSELECT UPPER(`value`)    FROM v"
        );

        flink.Previewed.ShouldNotBeNull().Known.ShouldHaveSingleItem().Name.ShouldBe("dev.seen.in");
        await using var db = await world.Open();
        var kept = CoreJson.Read<PreviewedStatements>(
            (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "rows.previewed")).Data.ShouldNotBeNull()
        );
        kept.Statement.ShouldBe("SELECT UPPER(`value`) FROM v");
        kept.Views.ShouldBe("CREATE TEMPORARY VIEW v AS SELECT `value` FROM dev.`seen.in`");
        kept.From.ShouldBe(PreviewFrom.LastDay);
    }

    [Fact]
    public async Task Another_team_gets_no_rows_of_a_topic_that_it_names_behind_a_subquery()
    {
        await using var world = await Seeing();
        var flink = new ScriptedFlink();

        var outcome = await Preview(
            world,
            flink,
            SeededStructure.Logistics,
            "INSERT INTO dev.`seen.in` SELECT 'x'; SELECT p.`value` FROM (SELECT 1 AS x) AS t, dev.`seen.in` AS p"
        );

        outcome
            .ShouldBeOfType<Outcome<PreviewOutcome>.Refused>()
            .Why.Words.ShouldStartWith("Only members of the team that owns dev.seen.in");
        flink.Previewed.ShouldBeNull();
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.OnCall)]
    [InlineData(Role.Owner)]
    public async Task Whoever_sees_the_records_of_a_team_sees_rows_of_them_without_being_a_member_anywhere(Role role)
    {
        await using var world = await Seeing();
        var flink = new ScriptedFlink();
        const string query = "SELECT `value` FROM dev.`seen.in`";

        await Preview(world, flink, await Only(world, role, SeededStructure.Payments), query);
        flink.Previewed.ShouldNotBeNull().Known.ShouldHaveSingleItem().Name.ShouldBe("dev.seen.in");

        var another = new ScriptedFlink();
        Why(await Preview(world, another, await Only(world, role, SeededStructure.Logistics), query))
            .ShouldStartWith("Only members of the team that owns dev.seen.in");
        another.Previewed.ShouldBeNull();
    }

    [Fact]
    public async Task A_query_that_reads_no_topic_runs_for_those_alone_who_have_statements_checked()
    {
        await using var world = await Seeing();
        var flink = new ScriptedFlink();

        Why(await Preview(world, flink, await Only(world, Role.Viewer, SeededStructure.Payments), "SELECT 1"))
            .ShouldStartWith("Only members of a team can check statements");
        flink.Previewed.ShouldBeNull();

        await Preview(world, flink, SeededStructure.Logistics, "SELECT 1");
        flink.Previewed.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("INSERT INTO dev.`seen.in` STOP JOB '00000000000000000000000000000001'")]
    [InlineData("CREATE TABLE t (a INT) WITH ('connector' = 'datagen'); SELECT `value` FROM dev.`seen.in`")]
    public async Task A_statement_that_is_no_query_does_not_reach_Flink(string statements)
    {
        await using var world = await Seeing();
        var flink = new ScriptedFlink();

        var outcome = await Preview(world, flink, SeededStructure.Payments, statements);

        outcome.ShouldBeOfType<Outcome<PreviewOutcome>.Done>().Value.Rows.ShouldBeNull();
        flink.Previewed.ShouldBeNull();
    }

    [Fact]
    public void Of_long_statements_the_audit_log_keeps_the_beginning()
    {
        var script = JobScript.Draft($"SELECT{new string(' ', 5_000)}'{new string('x', 5_000)}' FROM dev.a");

        var kept = PreviewedStatements.Of(script, script.Statements[0], PreviewFrom.Earliest);

        kept.Statement.ShouldStartWith("SELECT 'xxx");
        kept.Statement.ShouldEndWith("xxx…");
        kept.Statement.Length.ShouldBe(PreviewedStatements.Longest + 1);
        kept.Views.ShouldBeNull();
    }

    [Fact]
    public void A_long_view_hides_none_of_the_others()
    {
        var script = JobScript.Draft(
            $"CREATE TEMPORARY VIEW a AS SELECT '{new string('x', 5_000)}' AS x FROM dev.a; CREATE TEMPORARY VIEW b AS SELECT UPPER(x) AS y FROM a; SELECT y FROM b"
        );

        var kept = PreviewedStatements.Of(script, script.Statements[2], PreviewFrom.Earliest);

        kept.Views.ShouldNotBeNull().ShouldEndWith("xxx…;\nCREATE TEMPORARY VIEW b AS SELECT UPPER(x) AS y FROM a");
    }

    [Fact]
    public void Times_and_booleans_are_masked_as_everything_is()
    {
        var rows = new SqlRows();

        rows.Take(
            JsonSerializer.Deserialize<JsonElement>(
                """
                {"resultType": "EOS", "results": {
                  "columns": [
                    {"name": "at", "logicalType": {"type": "TIMESTAMP_WITHOUT_TIME_ZONE"}},
                    {"name": "on", "logicalType": {"type": "DATE"}},
                    {"name": "is", "logicalType": {"type": "BOOLEAN"}},
                    {"name": "isNot", "logicalType": {"type": "BOOLEAN"}}],
                  "data": [{"kind": "INSERT", "fields": ["4929-12-31 23:59:59.123", "1987-05-03", true, null]}]}}
                """
            ),
            most: 10
        );

        rows.Rows.ShouldHaveSingleItem()
            .AsEnumerable()
            .ShouldBe(["9999-99-99 99:99:99.999", "9999-99-99", "•••", null]);
    }

    private static async Task<WorkerWorld> Seeing()
    {
        var world = new WorkerWorld();
        await world.InitializeAsync();
        await world.SeeTopic("seen.in");
        await world.SeeTopic("seen.out");
        return world;
    }

    // Somebody with this role and no other.
    private static async Task<Caller> Only(WorkerWorld world, Role role, string team)
    {
        await using var db = await world.Open();
        var held = new Membership
        {
            PersonId = new PersonId(1),
            TeamId = (await db.Set<Team>().SingleAsync(t => t.Name == team)).Id,
            Role = role,
        };
        return new(new Actor("vera", ActorVia.Page), "Vera", [held]);
    }

    private static string Why(Outcome<PreviewOutcome> outcome) =>
        outcome.ShouldBeOfType<Outcome<PreviewOutcome>.Refused>().Why.Words;

    private static async Task<Outcome<PreviewOutcome>> Preview(
        WorkerWorld world,
        ScriptedFlink flink,
        string team,
        string statements
    ) => await Preview(world, flink, await world.Person(Role.Member, team), statements);

    private static async Task<Outcome<PreviewOutcome>> Preview(
        WorkerWorld world,
        ScriptedFlink flink,
        Caller who,
        string statements
    )
    {
        await using var db = await world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        using var previewer = new RowPreviewer(
            flink,
            world.Get<JobTopics>(),
            world.Get<PreviewAccess>(),
            Options.Create(new PreviewOptions()),
            TimeProvider.System
        );
        return await previewer.Preview(who, dev, statements, null, null, PreviewFrom.LastDay, CancellationToken.None);
    }
}
