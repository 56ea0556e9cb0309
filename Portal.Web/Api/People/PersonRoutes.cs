using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.Permissions;
using Portal.Core.People.Roster;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>One person: what they are and why, what they may do, access ended.</summary>
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
            .MapGet("/permissions", Permissions)
            .Refuses(404)
            .WithName("explainPermissions")
            .WithSummary("What a person may do in a team and everywhere, by which of their roles, and why not");
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
    }

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> Person(
        [Description("The person's handle.")] string handle,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) => (await Read(handle, people, me, stop)).Answer(TypedResults.Ok);

    private static async Task<Results<Ok<PersonPermissionsDto>, ProblemHttpResult>> Permissions(
        [Description("The person's handle.")] string handle,
        PermissionReading permissions,
        CancellationToken stop,
        [Description("The team's name; without it, a team that they have a role in.")] string? team = null
    ) => (await permissions.Of(handle, team, stop)).Answer(found => TypedResults.Ok(PersonPermissionsDto.Of(found)));

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

    internal static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> After<T>(
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
