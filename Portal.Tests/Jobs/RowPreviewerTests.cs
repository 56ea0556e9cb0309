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

    private static async Task<Outcome<PreviewOutcome>> Preview(
        WorkerWorld world,
        ScriptedFlink flink,
        string team,
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
        return await previewer.Preview(
            await world.Person(Role.Member, team),
            dev,
            statements,
            null,
            null,
            PreviewFrom.LastDay,
            CancellationToken.None
        );
    }
}
