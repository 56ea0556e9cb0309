using Portal.Core.Jobs;

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
}
