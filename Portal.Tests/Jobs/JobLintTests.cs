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

    private static JobSpec AtLeastOnce
    {
        get
        {
            var spec = JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a");
            return spec with { Definition = spec.Definition with { Guarantee = JobGuarantee.AtLeastOnce } };
        }
    }
}
