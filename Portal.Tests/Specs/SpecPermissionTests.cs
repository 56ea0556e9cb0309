using System.Net;
using System.Text;
using System.Text.Json;
using Portal.Core.Access;
using Portal.Tests.Access;
using Portal.Tests.Pages;

namespace Portal.Tests.Specs;

/// <summary>A plan of files refuses what their requests would be refused for.</summary>
public sealed class SpecPermissionTests(WorkedWeb web) : IClassFixture<WorkedWeb>
{
    private const string Labelled = "labels: { cost-centre: 4711 }";

    [Theory]
    [InlineData("plan")]
    [InlineData("apply")]
    public async Task A_grant_of_another_team_is_not_labelled(string act)
    {
        var name = $"specs-theirs-{act}";
        await Granted(name);

        var (status, body) = await Sent(act, Grant(name, "app-", Labelled), "lin");

        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body);
        var error = JsonDocument.Parse(body).RootElement.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem();
        error.Name.ShouldBe("the request:7:3");
        error.Value[0].GetString()!.ShouldContain("members of the owning team");
    }

    [Fact]
    public async Task It_is_changed_by_whoever_may_request_access_and_labelled_by_its_owner()
    {
        await Granted("specs-changed");

        var (changed, words) = await Sent("plan", Grant("specs-changed", "other-"), "lin");
        var (labelled, others) = await Sent("plan", Grant("specs-changed", "app-", Labelled), "ada");

        changed.ShouldBe(HttpStatusCode.OK, words);
        labelled.ShouldBe(HttpStatusCode.OK, others);
    }

    private async Task Granted(string name)
    {
        await web.World.Manage($"{name}.data");
        await web.World.Record(AccessKind.Word, name, AccessWorlds.Reads($"{name}.data", "User:lin-app"));
    }

    private async Task<(HttpStatusCode Status, string Body)> Sent(string act, string text, string who)
    {
        using var client = await web.As(who);
        using var answer = await client.PostAsync(
            $"/api/v1/specs:{act}?reason=needed",
            new StringContent(text, Encoding.UTF8, "application/yaml")
        );
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Grant(string name, string group, string labels = "") =>
        $"""
            apiVersion: portal/v1
            kind: access
            metadata:
              name: {name}
              cluster: dev
              owner: payments
              {labels}
            spec:
              principal: User:lin-app
              mode: read
              topic: {name}.data
              group: {group}

            """;
}
