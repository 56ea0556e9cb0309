using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>One person: what they are and why, roles given and taken, access ended.</summary>
internal static class PersonRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var people = v1.MapGroup("/people/{handle}").WithTags("People");
        people
            .MapGet("", Person)
            .Refuses(404)
            .WithName("getPerson")
            .WithSummary("A person: roles with their reasons and ends, former roles, what they would leave behind");
        people
            .MapPost("/disable", Disable)
            .Writes()
            .Refuses(404)
            .WithName("disablePerson")
            .WithSummary("Sign a person out everywhere, revoke their tokens, and refuse their sign-in");
        people
            .MapPost("/enable", Enable)
            .Writes()
            .Refuses(404)
            .WithName("enablePerson")
            .WithSummary("Let a disabled person sign in again");
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

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> Person(
        [Description("The person's handle.")] string handle,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) => (await Read(handle, people, me, stop)).Answer(TypedResults.Ok);

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> Disable(
        [Description("The person's handle.")] string handle,
        DisableRequestDto request,
        PersonAccess access,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) => await After(await access.Disable(me.Known, handle, request.Reason, stop), handle, people, me, stop);

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> Enable(
        [Description("The person's handle.")] string handle,
        PersonAccess access,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) => await After(await access.Enable(me.Known, handle, stop), handle, people, me, stop);

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> Give(
        [Description("The person's handle.")] string handle,
        [Description("The team's name.")] string team,
        [Description("member, approver, on-call, platform or auditor.")] string role,
        RoleRequestDto request,
        RoleGrants grants,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) =>
        await After(
            ApiJson.TryWord<Role>(role, out var what)
                ? await grants.Give(me.Known, new(new(handle), team, what, request.Reason, request.ExpiresAt), stop)
                : NoSuchRole(role),
            handle,
            people,
            me,
            stop
        );

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> Take(
        [Description("The person's handle.")] string handle,
        [Description("The team's name.")] string team,
        [Description("member, approver, on-call, platform or auditor.")] string role,
        RoleGrants grants,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) =>
        await After(
            ApiJson.TryWord<Role>(role, out var what)
                ? await grants.Take(me.Known, new(handle), team, what, stop)
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

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> After<T>(
        Outcome<T> done,
        string handle,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) =>
        done is Outcome<T>.Refused(var why)
            ? ((Outcome<PersonDetailsDto>)why).Answer(TypedResults.Ok)
            : (await Read(handle, people, me, stop)).Answer(TypedResults.Ok);

    private static async Task<Outcome<PersonDetailsDto>> Read(
        string handle,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) =>
        await people.Of(me.Caller, handle, stop) is { } person
            ? PersonDetailsDto.Of(person)
            : Refusal.NotFound($"There is nobody with the handle {handle}.");
}
