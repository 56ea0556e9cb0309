using Bunit;
using Portal.Core;
using Portal.Core.People.Requests;
using Portal.Core.Teams;
using Portal.Web.Features.People.Requests;
using Radzen.Blazor;

namespace Portal.Tests.Web;

/// <summary>A request for a role is decided in the dialog that names it.</summary>
public sealed class DecideRoleRequestTests : PartTests
{
    [Fact]
    public async Task What_comes_of_one_is_not_shown_where_another_is_decided()
    {
        var answer = new TaskCompletionSource<Refusal?>();
        var dialog = Render<DecideRoleRequest>(p => p.Add(d => d.Decide, (_, _, _) => answer.Task));
        var shown = Render<RadzenDialog>();
        await dialog.InvokeAsync(() => dialog.Instance.Open(Row(1, "Omar"), grants: true));
        shown.Find(".button-primary").Click();
        shown.Find(".button-primary").HasAttribute("disabled").ShouldBeTrue();
        shown.Find(".button").Click();
        await dialog.InvokeAsync(() => dialog.Instance.Open(Row(2, "Iris"), grants: true));

        await dialog.InvokeAsync(() => answer.SetResult(Refusal.Conflict("Omar has withdrawn it.")));

        shown.WaitForAssertion(() => shown.Find(".button-primary").HasAttribute("disabled").ShouldBeFalse());
        shown.FindAll(".banner").ShouldBeEmpty();
        shown.Find("[role=dialog]").TextContent.ShouldContain("Iris");
    }

    private RoleRequestRow Row(long id, string name) =>
        new(
            id,
            new PersonId((int)id),
            name.ToLowerInvariant(),
            name,
            new TeamId(1),
            "payments",
            "Payments",
            Role.OnCall,
            "Is on rotation this week.",
            null,
            8,
            Clock.GetUtcNow(),
            Clock.GetUtcNow().AddDays(7),
            RoleRequestState.Pending,
            null,
            null,
            "",
            null
        );
}
