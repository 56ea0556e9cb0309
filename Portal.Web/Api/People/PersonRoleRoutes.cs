using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Roles given to people, and taken.</summary>
internal static class PersonRoleRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var people = v1.MapGroup("/people/{handle}").WithTags("People");
        people
            .MapPut("/roles/{team}/{role}", Give)
            .Writes()
            .Refuses(404)
            .WithName("giveRole")
            .WithSummary("Give a role with a reason and an end; one that was given before ends by this one's time");
        people
            .MapDelete("/roles/{team}/{role}", Take)
            .Writes()
            .Refuses(404)
            .WithName("takeRole")
            .WithSummary("Take a role away at once; one that a rule gives goes with the rule");
    }

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> Give(
        [Description("The person's handle.")] string handle,
        [Description("The team's name.")] string team,
        [Description("viewer, member, approver, on-call, owner, platform or auditor.")] string role,
        RoleRequestDto request,
        RoleGrants grants,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) =>
        await PersonRoutes.After(
            ApiJson.TryWord<Role>(role, out var what)
                ? await grants.Give(
                    me.Known,
                    new(new(handle), team, what, request.Reason, request.ExpiresAt) { Only = request.Only?.ToWish() },
                    stop
                )
                : NoSuchRole(role),
            handle,
            people,
            me,
            stop
        );

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> Take(
        [Description("The person's handle.")] string handle,
        [Description("The team's name.")] string team,
        [Description("viewer, member, approver, on-call, owner, platform or auditor.")] string role,
        RoleGrants grants,
        PersonReading people,
        Me me,
        CancellationToken stop,
        [Description("Of a role that counts for an environment alone: its name.")] string? environment = null,
        [Description("Of a role that counts for one resource: its kind.")] string? kind = null,
        [Description("The resource's cluster, by name.")] string? cluster = null,
        [Description("The resource's name.")] string? name = null
    ) =>
        await PersonRoutes.After(
            ApiJson.TryWord<Role>(role, out var what)
                ? await grants.Take(
                    me.Known,
                    new(handle),
                    team,
                    what,
                    stop,
                    (environment ?? kind ?? cluster ?? name) is null ? null : new(environment, kind, cluster, name)
                )
                : NoSuchRole(role),
            handle,
            people,
            me,
            stop
        );

    internal static Refusal NoSuchRole(string role) =>
        Refusal.NotFound(
            $"There is no role {role}. Roles are {string.Join(", ", Enum.GetValues<Role>().Select(ApiJson.Word))}."
        );
}
