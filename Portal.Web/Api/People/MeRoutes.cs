using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.People.Roles;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Who the token stands for.</summary>
public sealed record MeDto(string Handle, string Name, IReadOnlyList<MembershipDto> Memberships);

public sealed record MembershipDto(string Team, string TeamTitle, Role Role);

internal static class MeRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        v1.MapGet("/me", Read)
            .WithTags("People")
            .WithName("getMe")
            .WithSummary("Whose token this is, and what that person is in which team");
        v1.MapDelete("/me/elevations/{team}/{role}", EndElevation)
            .WithTags("People")
            .Writes()
            .Refuses(404)
            .WithName("endElevation")
            .WithSummary("Give up my elevation before its time");
    }

    private static async Task<Ok<MeDto>> Read(Me me, TeamDirectory directory, CancellationToken stop)
    {
        var teams = (await directory.All(stop)).ToDictionary(team => team.Id);
        return TypedResults.Ok(
            new MeDto(
                me.Caller.Actor.Name,
                me.Caller.DisplayName,
                [
                    .. me.Caller.Memberships.Select(m => new MembershipDto(
                        teams[m.TeamId].Name,
                        teams[m.TeamId].Title,
                        m.Role
                    )),
                ]
            )
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndElevation(
        [Description("The team's name.")] string team,
        [Description("viewer, member, approver, on-call, owner, platform or auditor.")] string role,
        RoleGrants grants,
        Me me,
        CancellationToken stop
    ) =>
        (
            ApiJson.TryWord<Role>(role, out var what)
                ? await grants.GiveUp(me.Known, team, what, stop)
                : PersonRoleRoutes.NoSuchRole(role)
        ).Answer(_ => TypedResults.NoContent());
}
