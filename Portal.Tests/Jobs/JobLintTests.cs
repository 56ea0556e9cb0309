using Portal.Core.Jobs;
using Portal.Core.Resources;

namespace Portal.Tests.Jobs;

/// <summary>What statements and settings mean for exactly-once, with the place that it is about.</summary>
public sealed class JobLintTests
{
    [Theory]
    [InlineData("INSERT INTO dev.b SELECT a.now, event_time, 'RAND()' FROM dev.a", "exactly-once Passed")]
    [InlineData("INSERT INTO dev.b SELECT UPPER(x) -- NOW()\nFROM dev.a", "exactly-once Passed")]
    [InlineData(
        "INSERT INTO dev.b\nSELECT x, Rand(), CURRENT_DATE FROM dev.a",
        "exactly-once Passed | replay Noted RAND, CURRENT_DATE 2:11"
    )]
    [InlineData("INSERT INTO dev.a\nSELECT * FROM dev.a WHERE x > 1", "exactly-once Passed | loop Noted dev.a 1:13")]
    [InlineData("SELECT UUID() FROM dev.a", "exactly-once Passed | replay Noted UUID 1:8")]
    public void What_differs_when_it_is_computed_again_is_said_at_its_place(string sql, string expected)
    {
        var notes = JobLint.Of(JobWorlds.Spec(sql).Definition, isProduction: true);

        string.Join(
                " | ",
                notes.Select(n =>
                    $"{n.Name} {n.Verdict}{(n.Line is null ? "" : $" {n.Words.Split(" gives ")[0].Split(" is ")[0]} {n.Line}:{n.Column}")}"
                )
            )
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(CheckpointMode.AtLeastOnce, true)]
    [InlineData(CheckpointMode.ExactlyOnce, false)]
    public void At_least_once_says_whether_its_state_counts_twice_too(CheckpointMode? mode, bool countsTwice)
    {
        var job = JobWorlds.Spec("INSERT INTO dev.b SELECT x FROM dev.a").Definition with
        {
            Guarantee = JobGuarantee.AtLeastOnce,
            CheckpointMode = mode,
        };

        JobLint
            .Of(job, isProduction: true)
            .ShouldHaveSingleItem()
            .Words.Contains("sums and windows", StringComparison.Ordinal)
            .ShouldBe(countsTwice);
    }

    [Fact]
    public void Records_that_a_failure_before_the_first_checkpoint_would_skip_are_named()
    {
        var job = JobWorlds.Spec("INSERT INTO dev.b SELECT x FROM dev.a").Definition with
        {
            StartAt = JobStartAt.Latest,
        };

        var note = JobLint.Of(job, isProduction: true).ShouldHaveSingleItem();

        note.Verdict.ShouldBe(CheckVerdict.Noted);
        note.Words.ShouldContain("the records in between are lost to it");
    }

    [Theory]
    [InlineData(JobUpgradeMode.Savepoint, "makes a savepoint first, and repeats nothing")]
    [InlineData(JobUpgradeMode.LastState, "takes no savepoint")]
    [InlineData(JobUpgradeMode.Stateless, "its state is lost")]
    public void What_suspending_does_with_the_state_follows_from_the_upgrade_mode(JobUpgradeMode mode, string words) =>
        JobWords.Suspending(mode).ShouldContain(words);

    /// <remarks>Which of these leave stale rows was read off the changelog modes that Flink 2.2 plans for each of them.</remarks>
    [Theory]
    [InlineData("SELECT id, COUNT(*) FROM dev.a GROUP BY id HAVING COUNT(*) > (SELECT AVG(n) FROM dev.c)", true)]
    [InlineData("SELECT id, n FROM dev.b WHERE n >= (SELECT AVG(n) FROM dev.c)", true)]
    [InlineData("SELECT id, n FROM dev.b AS b WHERE (SELECT AVG(n) FROM dev.c) < n", true)]
    [InlineData(
        "SELECT id, n FROM (SELECT id, SUM(m) AS n FROM dev.a GROUP BY id) WHERE n <> (SELECT 1 FROM dev.c)",
        true
    )]
    [InlineData("SELECT id, n FROM grouped WHERE n > (SELECT AVG(n) FROM dev.c)", true)]
    [InlineData("SELECT id, n FROM compared", true)]
    [InlineData("WITH w AS (SELECT id, n FROM dev.b WHERE n > (SELECT 1 FROM dev.c)) SELECT id, n FROM w", true)]
    [InlineData("SELECT id, n FROM dev.b WHERE n = (SELECT MAX(n) FROM dev.c)", false)]
    [InlineData("SELECT id, n FROM dev.b WHERE n IN (SELECT n FROM dev.c)", false)]
    [InlineData("SELECT id, n + (SELECT AVG(n) FROM dev.c) FROM dev.b WHERE n > 3", false)]
    [InlineData("SELECT id, n FROM dev.a WHERE n > (SELECT AVG(n) FROM dev.c)", false)]
    [InlineData("SELECT id, COUNT(*) FROM dev.b WHERE n > (SELECT AVG(n) FROM dev.c) GROUP BY id", false)]
    [InlineData("SELECT id, MAX(n) FROM (SELECT id, n FROM dev.b WHERE n > (SELECT 1 FROM dev.c)) GROUP BY id", false)]
    [InlineData("SELECT id, MAX(n) FROM compared GROUP BY id", false)]
    public void Rows_that_an_upsert_would_leave_behind_need_an_override(string query, bool areLeft)
    {
        const string views =
            "CREATE TEMPORARY VIEW grouped AS SELECT id, COUNT(*) AS n FROM dev.a GROUP BY id; CREATE TEMPORARY VIEW compared AS SELECT id, n FROM grouped WHERE n > (SELECT 1 FROM dev.c);";
        var upserts = JobWorlds.Spec($"{views} INSERT INTO dev.b {query}").Definition with
        {
            Writes = [new("dev.b", ["id"], true)],
        };

        (StaleRows(upserts)?.Verdict).ShouldBe(areLeft ? CheckVerdict.NeedsOverride : null);
        StaleRows(upserts with { Writes = [] }).ShouldBeNull("each row is a record of its own");
    }

    [Fact]
    public void The_comparison_that_leaves_rows_behind_is_named_with_its_place_and_a_way_out()
    {
        var definition = JobWorlds
            .Spec("INSERT INTO dev.b\nSELECT id, n FROM dev.b WHERE n > (SELECT 1 FROM dev.c)")
            .Definition with
        {
            Writes = [new("dev.b", ["id"], true)],
        };

        var note = StaleRows(definition).ShouldNotBeNull();

        (note.Line, note.Column).ShouldBe((2, 33));
        note.Words.ShouldContain("Group what is written once more by its key");
    }

    [Fact]
    public void A_view_that_names_itself_is_for_Flink_to_refuse()
    {
        var loop = JobWorlds
            .Spec("CREATE TEMPORARY VIEW v AS SELECT id, n FROM v WHERE n > 1; INSERT INTO dev.b SELECT id, n FROM v")
            .Definition with
        {
            Writes = [new("dev.b", ["id"], true)],
        };

        StaleRows(loop).ShouldBeNull();
    }

    [Theory]
    [InlineData(false, CheckVerdict.Noted)]
    [InlineData(true, CheckVerdict.NeedsOverride)]
    public void What_differs_each_time_needs_an_override_where_rows_replace_others(bool isUpsert, CheckVerdict verdict)
    {
        var definition = JobWorlds.Spec("INSERT INTO dev.b SELECT id, RAND() FROM dev.a").Definition with
        {
            Writes = [new("dev.b", ["id"], isUpsert)],
        };

        JobLint.Of(definition, isProduction: false).Single(n => n.Name == JobLint.Replay).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public async Task What_runs_is_judged_by_the_same_rules()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await world.Read();

        var running = await world.Job("sums");

        running.Findings.ShouldBe(JobLint.Of(running.Definition!, isProduction: false));
        running.Findings.ShouldHaveSingleItem().Verdict.ShouldBe(CheckVerdict.Passed);
        (
            running with
            {
                Flink = running.Flink with { IsProduction = true },
                Row = running.Row with { Run = null, Wanted = AtLeastOnce },
            }
        )
            .Findings.ShouldHaveSingleItem()
            .Verdict.ShouldBe(CheckVerdict.NeedsOverride);
    }

    private static LintNote? StaleRows(JobDefinition definition) =>
        JobLint.Of(definition, isProduction: false).FirstOrDefault(n => n.Name == "stale-rows");

    private static JobSpec AtLeastOnce
    {
        get
        {
            var spec = JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a");
            return spec with { Definition = spec.Definition with { Guarantee = JobGuarantee.AtLeastOnce } };
        }
    }
}
