using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Teams;

namespace Portal.Tests.Api;

/// <summary>An owner manages a team and judges nothing by that; a viewer sees records and changes nothing.</summary>
public sealed class TeamOwnerTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    private static readonly TeamId Team = new(1);
    private static readonly TeamId Other = new(2);

    [Fact]
    public async Task An_owner_gives_every_role_in_the_team_and_edits_it_but_neither_requests_nor_approves()
    {
        using var sam = await web.As("sam");
        using var omar = await web.As("omar");
        (await Give(sam, "omar", "owner")).ShouldBe(HttpStatusCode.OK);

        foreach (var role in (string[])["viewer", "member", "approver", "on-call", "owner"])
        {
            (await Give(omar, "lin", role)).ShouldBe(HttpStatusCode.OK, role);
        }

        foreach (var role in (string[])["platform", "auditor"])
        {
            (await Give(omar, "lin", role)).ShouldBe(HttpStatusCode.Forbidden, role);
        }

        (await Give(omar, "lin", "member", "logistics")).ShouldBe(HttpStatusCode.Forbidden);
        (await Give(omar, "omar", "approver")).ShouldBe(HttpStatusCode.Conflict);
        using var edited = await omar.PutAsJsonAsync(
            "/api/v1/teams/payments",
            new
            {
                title = "Payments",
                contact = "#payments",
                onCall = "",
            }
        );
        edited.StatusCode.ShouldBe(HttpStatusCode.OK);
        var explained = await omar.GetFromJsonAsync<JsonElement>("/api/v1/people/omar/permissions?team=payments");
        explained
            .GetProperty("inTeam")
            .EnumerateArray()
            .Where(row => !row.GetProperty("granted").GetBoolean())
            .Select(row => row.GetProperty("act").GetString())
            .ShouldContain("Request changes for the team");
    }

    [Fact]
    public void A_viewer_sees_records_of_the_team_s_topics_and_may_nothing_else_there()
    {
        var viewer = Caller(Role.Viewer);

        May(viewer, new CallerAction.ReadRecords("orders", Team)).ShouldBeTrue();
        May(viewer, new CallerAction.ReadRecords("orders", Other)).ShouldBeFalse();
        foreach (
            var act in (CallerAction[])
                [
                    new CallerAction.RequestChange(Team),
                    new CallerAction.RequestAccess(),
                    new CallerAction.CastVote(Team, [], []),
                    new CallerAction.UploadArtifact(),
                    new CallerAction.ExplainSql(),
                    new CallerAction.PinSavepoint(Team),
                    new CallerAction.GiveRole(Team, Role.Viewer),
                    new CallerAction.EditTeam(Team),
                    new CallerAction.ManageAccounts(Team),
                    new CallerAction.OpenAccessReview(Team),
                ]
        )
        {
            May(viewer, act).ShouldBeFalse($"{act}");
        }
    }

    [Fact]
    public void What_an_elevation_gives_an_owner_gives_nothing_that_stays()
    {
        var elevated = Caller(Role.Owner, isElevation: true);

        May(elevated, new CallerAction.GiveRole(Team, Role.Member)).ShouldBeFalse();
        May(elevated, new CallerAction.ManageAccounts(Team)).ShouldBeFalse();
        May(Caller(Role.Owner), new CallerAction.ManageAccounts(Team)).ShouldBeTrue();
        May(Caller(Role.Owner), new CallerAction.ManageAccounts(Other)).ShouldBeFalse();
        May(Caller(Role.Owner), new CallerAction.AnswerAccessReview(Team)).ShouldBeFalse("approvers answer");
    }

    private static bool May(Caller who, CallerAction what) => Authority.May(who, what).Granted;

    private static Caller Caller(Role role, bool isElevation = false) =>
        new(
            new Actor("somebody", ActorVia.Page),
            "Somebody",
            [
                new Membership
                {
                    PersonId = new PersonId(1),
                    TeamId = Team,
                    Role = role,
                    IsElevation = isElevation,
                },
            ]
        );

    private static async Task<HttpStatusCode> Give(HttpClient by, string to, string role, string team = "payments")
    {
        using var answer = await by.PutAsJsonAsync(
            $"/api/v1/people/{to}/roles/{team}/{role}",
            new { reason = "For a test.", expiresAt = TimeProvider.System.GetUtcNow().AddDays(3) }
        );
        return answer.StatusCode;
    }
}
