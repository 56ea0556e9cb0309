using Portal.Core.Jobs.Sql;

namespace Portal.Tests.Jobs;

public sealed class StatementAtTests
{
    /// <summary>A bar is where somebody writes.</summary>
    [Theory]
    [InlineData("", "|")]
    [InlineData("SEL|", "SEL|")]
    [InlineData("  SELECT a|b", "SELECT a|b")]
    [InlineData("SELECT a  |", "SELECT a  |")]
    [InlineData("SELECT 1; SEL|ECT 2; SELECT 3", "SEL|ECT 2")]
    [InlineData("SELECT 1; |", "|")]
    [InlineData("SELECT a| FROM dev.orders", "SELECT a| FROM `dev`.`orders`")]
    [InlineData("SELECT a FROM dev.orders WH|", "SELECT a FROM `dev`.`orders` WH|")]
    [InlineData("SELECT a FROM dev.ord|", "SELECT a FROM `dev`.`ord|`")]
    [InlineData("SELECT a FROM dev.orders -- of ours\n  WH|", "SELECT a FROM `dev`.`orders`           \n  WH|")]
    [InlineData("SELECT a FROM dev.`orders` |", "SELECT a FROM `dev`.`orders` |")]
    public void The_statement_that_is_written_is_found_and_its_place_as_it_would_run(string text, string found)
    {
        var place = text.IndexOf('|', StringComparison.Ordinal);

        var at = StatementAt.Of(place < 0 ? text : text.Remove(place, 1), Math.Max(place, 0));

        at.Text.Insert(at.Position, "|").ShouldBe(found);
    }
}
