using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Changes.Approvals;
using Portal.Core.People;
using Portal.Core.People.Delegations;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Somebody votes for an approver of a team, for a while.</summary>
public sealed record DelegationDto(
    long Id,
    [property: Description("The handle of who is voted for.")] string Approver,
    [property: Description("The handle of who votes.")] string Delegate,
    [property: Description("The team's name.")] string Team,
    string Reason,
    DateTimeOffset StartsAt,
    DateTimeOffset ExpiresAt
)
{
    public static DelegationDto Of(DelegationRow row) =>
        new(row.Id, row.Approver, row.Delegate, row.Team, row.Reason, row.StartsAt, row.EndsAt);
}

/// <summary>Who is to vote for me.</summary>
public sealed record DelegationRequestDto(
    [property: Description("The team's name."), MinLength(1), MaxLength(61)] string Team,
    [property: Description("The handle of who votes."), MinLength(1), MaxLength(61)] string Delegate,
    [property: MinLength(ActReason.Shortest), MaxLength(ActReason.Longest)] string Reason,
    [property: Description("When it ends: within 90 days of its begin.")] DateTimeOffset ExpiresAt,
    [property: Description("When it begins: within 90 days; left out: now.")] DateTimeOffset? StartsAt = null
)
{
    internal DelegationWish ToWish() => new(Team, Delegate, StartsAt, ExpiresAt, Reason);
}

/// <summary>Who votes for whom: read by everybody, given by approvers, ended by either of the two.</summary>
internal static class DelegationRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        v1.MapGet("/people/{handle}/delegations", List)
            .WithTags("People")
            .WithName("listDelegations")
            .WithSummary("Delegations of votes by a person and to them that aren't over");
        var routes = v1.MapGroup("/delegations").WithTags("People");
        routes
            .MapPost("", Give)
            .Writes()
            .Refuses(404)
            .WithName("delegateVotes")
            .WithSummary("Name a person who votes for me in a team that I approve for");
        routes
            .MapDelete("/{delegation:long}", End)
            .Writes()
            .Refuses(404)
            .WithName("endDelegation")
            .WithSummary("End a delegation before its time; votes that were given stay");
    }

    private static async Task<Ok<List<DelegationDto>>> List(
        [Description("The person's handle.")] string handle,
        DelegationList list,
        CancellationToken stop
    ) => TypedResults.Ok((await list.Of(handle, stop)).Select(DelegationDto.Of).ToList());

    private static async Task<Results<Ok<List<DelegationDto>>, ProblemHttpResult>> Give(
        DelegationRequestDto request,
        VoteDelegations delegations,
        DelegationList list,
        Me me,
        CancellationToken stop
    ) =>
        await delegations.Give(me.Known, request.ToWish(), stop) is Outcome<VoteDelegation>.Refused(var why)
            ? ((Outcome<List<DelegationDto>>)why).Answer(TypedResults.Ok)
            : await List(me.Caller.Actor.Name, list, stop);

    private static async Task<Results<NoContent, ProblemHttpResult>> End(
        [Description("The delegation's number, as listed.")] long delegation,
        DelegationEnding delegations,
        Me me,
        CancellationToken stop
    ) => (await delegations.End(me.Known, delegation, stop)).Answer(_ => TypedResults.NoContent());
}
