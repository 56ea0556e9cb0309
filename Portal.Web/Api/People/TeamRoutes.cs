using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Web.Api.Clusters;
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
            .Refuses(404, 412)
            .WithName("editTeam")
            .WithSummary("Edit how a team is shown and reached");
    }

    private static async Task<Results<Ok<TeamDetailsDto>, ProblemHttpResult>> Team(
        [Description("The team's name.")] string team,
        HttpResponse response,
        TeamRoster teams,
        Me me,
        CancellationToken stop
    )
    {
        if (await teams.Of(me.Caller, team, stop) is not { } found)
        {
            return NotThere(team);
        }

        response.Headers.ETag = new TeamWish(found.Row.Title, found.Row.Contact, found.Row.OnCall).Tag;
        return TypedResults.Ok(TeamDetailsDto.Of(found));
    }

    private static async Task<Results<Ok<TeamDetailsDto>, ProblemHttpResult>> Save(
        [Description("The team's name.")] string team,
        TeamRequestDto request,
        [FromHeader(Name = "If-Match"), Description(OnCluster.IfMatch)] string? seen,
        HttpResponse response,
        TeamContacts contacts,
        TeamRoster teams,
        Me me,
        CancellationToken stop
    )
    {
        var outcome = await contacts.Save(me.Known, team, request.ToWish(), seen, stop);
        if (outcome is not Outcome<Team>.Done(var saved))
        {
            var why = ((Outcome<Team>.Refused)outcome).Why;
            return why.Kind == RefusalKind.Conflict
                ? Problem.Of(412, "Somebody changed this team since you read it. Read it again.")
                : Problem.Of(why);
        }

        // Of what was stored by it, whoever edits the team next.
        response.Headers.ETag = TeamWish.Of(saved).Tag;
        return await teams.Of(me.Caller, team, stop) is { } found
            ? TypedResults.Ok(TeamDetailsDto.Of(found))
            : NotThere(team);
    }

    private static ProblemHttpResult NotThere(string team) => Problem.NotFound($"There is no team {team}.");
}
