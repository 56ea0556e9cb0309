using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>One team: who is in it, what it owns, how it is reached.</summary>
internal static class TeamRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var teams = v1.MapGroup("/teams/{team}").WithTags("People");
        teams
            .MapGet("", Team)
            .Refuses(404)
            .WithName("getTeam")
            .WithSummary("A team: who is what in it, what it owns, how it is reached");
        teams
            .MapPut("", Save)
            .Writes()
            .Refuses(404)
            .WithName("editTeam")
            .WithSummary("Edit how a team is shown and reached");
    }

    private static async Task<Results<Ok<TeamDetailsDto>, ProblemHttpResult>> Team(
        [Description("The team's name.")] string team,
        TeamRoster teams,
        Me me,
        CancellationToken stop
    ) => (await Read(team, teams, me, stop)).Answer(TypedResults.Ok);

    private static async Task<Results<Ok<TeamDetailsDto>, ProblemHttpResult>> Save(
        [Description("The team's name.")] string team,
        TeamRequestDto request,
        TeamContacts contacts,
        TeamRoster teams,
        Me me,
        CancellationToken stop
    ) =>
        await contacts.Save(me.Known, team, request.ToWish(), seen: null, stop) is Outcome<Team>.Refused(var why)
            ? ((Outcome<TeamDetailsDto>)why).Answer(TypedResults.Ok)
            : (await Read(team, teams, me, stop)).Answer(TypedResults.Ok);

    private static async Task<Outcome<TeamDetailsDto>> Read(
        string name,
        TeamRoster teams,
        Me me,
        CancellationToken stop
    ) =>
        await teams.Of(me.Caller, name, stop) is { } team
            ? TeamDetailsDto.Of(team)
            : Refusal.NotFound($"There is no team {name}.");
}
