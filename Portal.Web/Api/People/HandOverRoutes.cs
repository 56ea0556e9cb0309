using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.Leaving;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Somebody leaves: what they would leave behind, and one act that hands it over.</summary>
internal static class HandOverRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var leaving = v1.MapGroup("/people/{handle}/hand-over").WithTags("People");
        leaving
            .MapGet("", Leaving)
            .Refuses(404)
            .WithName("getHandOver")
            .WithSummary(
                "What a person would leave behind: roles that nobody else has, open changes, drafts, tokens, grants"
            );
        leaving
            .MapPost("", Do)
            .Writes()
            .Refuses(404)
            .WithName("handOver")
            .WithSummary("Disable a person who leaves and hand over to a successor, in one act");
    }

    private static async Task<Results<Ok<HandOverDto>, ProblemHttpResult>> Leaving(
        [Description("The person's handle.")] string handle,
        LeavingReading reading,
        Me me,
        CancellationToken stop
    ) => await reading.Of(me.Caller, handle, stop).Answer(person => TypedResults.Ok(HandOverDto.Of(person)));

    private static async Task<Results<Ok<PersonDetailsDto>, ProblemHttpResult>> Do(
        [Description("The person's handle.")] string handle,
        HandOverRequestDto request,
        HandOver act,
        PersonReading people,
        Me me,
        CancellationToken stop
    ) =>
        await act.Do(me.Known, handle, new(request.Successor, request.Reason), stop) is Outcome<Person>.Refused(var why)
            ? ((Outcome<PersonDetailsDto>)why).Answer(TypedResults.Ok)
            : TypedResults.Ok(PersonDetailsDto.Of((await people.Of(me.Caller, handle, stop))!));
}
