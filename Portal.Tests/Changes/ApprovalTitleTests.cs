using Portal.Web.Features.Changes;

namespace Portal.Tests.Changes;

public sealed class ApprovalTitleTests
{
    [Theory]
    [InlineData("Owning team", "Owning team: Payments")]
    [InlineData("Owning team: Payments", "Owning team: Payments")]
    public void A_step_is_called_with_its_team_once(string title, string shown) =>
        ApprovalTitle.Of(title, "Payments").ShouldBe(shown);

    [Theory]
    [InlineData("orders", 1, null)]
    [InlineData("orders", 4, "for orders")]
    [InlineData("orders refunds", 2, "for all 2 resources")]
    [InlineData("orders refunds", 4, "for orders and refunds")]
    [InlineData("a b c", 4, "for a, b and c")]
    [InlineData("a b c d", 9, "for a, b and 2 more")]
    public void Which_resources_a_step_is_for_is_said_where_there_are_several(string names, int all, string? shown) =>
        ApprovalTitle.For(names.Split(' '), all).ShouldBe(shown);
}
