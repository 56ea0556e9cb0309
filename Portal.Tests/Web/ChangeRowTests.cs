using Bunit;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Topics;
using Portal.Web.Features.Changes;

namespace Portal.Tests.Web;

/// <summary>A change in a list says its state, its number and who asked for it by full name.</summary>
public sealed class ChangeRowTests : PartTests
{
    [Theory]
    [InlineData(ChangeState.PendingApproval, "Waiting for approval")]
    [InlineData(ChangeState.Applied, "Applied")]
    [InlineData(ChangeState.Stuck, "Stuck")]
    public void A_row_has_the_word_of_its_state_its_number_and_full_names(ChangeState state, string word)
    {
        var row = Render<ChangeRows>(p => p.Add(r => r.Rows, [Row(state)])).Find("li").TextContent;
        row.ShouldContain("Grow orders to 12 partitions");
        row.ShouldContain("#7");
        row.ShouldContain(word);
        row.ShouldContain("Ada Brandt, Payments");
    }

    [Fact]
    public void What_somebody_has_to_act_on_says_why()
    {
        Why(ChangeState.Stuck).ShouldContain("Broker 2 refused it.");
        Why(ChangeState.Applied).ShouldNotContain("Broker 2 refused it.");
    }

    [Fact]
    public void An_environment_that_all_rows_share_is_plain_text()
    {
        var row = Row(ChangeState.Applied);

        Chips(row, row with { Id = new ChangeId(8) }).ShouldBe(0);
        Chips(row, row with { Id = new ChangeId(8), Environment = "dev" }).ShouldBe(2);
    }

    private int Chips(params ChangeRow[] rows) =>
        Render<ChangeRows>(p => p.Add(r => r.Rows, rows)).FindAll(".env").Count;

    private string Why(ChangeState state) => Render<ChangeRows>(p => p.Add(r => r.Rows, [Row(state)])).Markup;

    private ChangeRow Row(ChangeState state) =>
        new(
            new ChangeId(7),
            "Grow orders to 12 partitions",
            state,
            "prod",
            "ada",
            Clock.GetUtcNow(),
            Clock.GetUtcNow(),
            "Broker 2 refused it.",
            45,
            RiskBand.Medium,
            [new(TopicKind.Word, "main", "orders", new ChangeOwner(new TeamId(1), "payments", "Payments"))]
        )
        {
            RequestedByName = "Ada Brandt",
        };
}
