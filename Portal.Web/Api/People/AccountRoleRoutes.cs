using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.People.Roles;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Roles of Portal service accounts: by the rules of people's, but for those that decide.</summary>
internal static class AccountRoleRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var one = v1.MapGroup($"{AccountRoutes.Path}/{{account}}").WithTags(AccountRoutes.Tag);
        one.MapPut("/roles/{team}/{role}", Give)
            .Writes()
            .Refuses(404)
            .WithName("givePortalServiceAccountRole")
            .WithSummary("Give a Portal service account a role with a reason and an end: member or auditor");
        one.MapDelete("/roles/{team}/{role}", Take)
            .Writes()
            .Refuses(404)
            .WithName("takePortalServiceAccountRole")
            .WithSummary("Take a role of a Portal service account away at once");
    }

    private static async Task<Results<Ok<PortalAccountDto>, ProblemHttpResult>> Give(
        [Description("The account's name.")] string account,
        [Description("The team's name.")] string team,
        [Description("member or auditor.")] string role,
        RoleRequestDto request,
        RoleGrants grants,
        AccountAnswers answers,
        Me me,
        CancellationToken stop
    ) =>
        await answers.Answer(
            ApiJson.TryWord<Role>(role, out var what)
                ? await grants.Give(
                    me.Known,
                    new(new(account, IsAccount: true), team, what, request.Reason, request.ExpiresAt)
                    {
                        // Refused: a role of an account counts for all that the team owns.
                        Only = request.Only?.ToWish(),
                    },
                    stop
                )
                : PersonRoleRoutes.NoSuchRole(role),
            account,
            stop
        );

    private static async Task<Results<Ok<PortalAccountDto>, ProblemHttpResult>> Take(
        [Description("The account's name.")] string account,
        [Description("The team's name.")] string team,
        [Description("member or auditor.")] string role,
        RoleGrants grants,
        AccountAnswers answers,
        Me me,
        CancellationToken stop
    ) =>
        await answers.Answer(
            ApiJson.TryWord<Role>(role, out var what)
                ? await grants.Take(me.Known, new(account, IsAccount: true), team, what, stop)
                : PersonRoleRoutes.NoSuchRole(role),
            account,
            stop
        );
}
