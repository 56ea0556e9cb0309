using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.Requests;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Requests for roles: one's own, and those that one may decide.</summary>
internal static class RoleRequestRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var routes = v1.MapGroup("/role-requests").WithTags("People");
        routes.MapGet("", List).WithName("listRoleRequests").WithSummary("My requests for roles, newest first");
        routes
            .MapGet("/to-decide", ToDecide)
            .WithName("listRoleRequestsToDecide")
            .WithSummary("Requests for roles that I may decide, oldest first");
        routes
            .MapGet("/{request:long}", Read)
            .Refuses(404)
            .WithName("getRoleRequest")
            .WithSummary("A request for a role");
        routes
            .MapPost("", Send)
            .Writes()
            .Refuses(404)
            .WithName("requestRole")
            .WithSummary("Request a role in a team for myself: until a moment, or as an elevation for up to 8 hours");
        routes
            .MapPost("/{request:long}/grant", Grant)
            .Writes()
            .Refuses(404)
            .WithName("grantRoleRequest")
            .WithSummary("Grant a request for a role: the role is given at once");
        routes
            .MapPost("/{request:long}/refuse", Refuse)
            .Writes()
            .Refuses(404)
            .WithName("refuseRoleRequest")
            .WithSummary("Refuse a request for a role");
        routes
            .MapPost("/{request:long}/withdraw", Withdraw)
            .Writes()
            .Refuses(404)
            .WithName("withdrawRoleRequest")
            .WithSummary("Withdraw my own request while nobody has decided");
    }

    private static async Task<Ok<Page<RequestedRoleDto>>> List(
        [Description("The `next` of the page before.")] long? after,
        int? limit,
        RoleRequestList requests,
        Me me,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var rows = await requests.Mine(me.Known, after, size + 1, stop);
        return TypedResults.Ok(Paging.Of(rows, size, RequestedRoleDto.Of, row => Paging.Key(row.Id)));
    }

    private static async Task<Ok<List<RequestedRoleDto>>> ToDecide(
        RoleRequestList requests,
        Me me,
        CancellationToken stop
    ) => TypedResults.Ok((await requests.ToDecide(me.Caller, stop)).Select(RequestedRoleDto.Of).ToList());

    private static Task<Results<Ok<RequestedRoleDto>, ProblemHttpResult>> Read(
        [Description("The request's number, as listed.")] long request,
        RoleRequestList requests,
        Me me,
        CancellationToken stop
    ) => requests.Find(me.Known, request, stop).Answer(row => TypedResults.Ok(RequestedRoleDto.Of(row)));

    private static async Task<Results<Created<RequestedRoleDto>, ProblemHttpResult>> Send(
        NewRoleRequestDto wish,
        RoleRequests requests,
        RoleRequestList list,
        Me me,
        CancellationToken stop
    ) =>
        (await After(await requests.Send(me.Known, wish.ToWish(), stop), list, me, stop)).Answer(row =>
            TypedResults.Created($"/api/v1/role-requests/{row.Id}", RequestedRoleDto.Of(row))
        );

    private static async Task<Results<Ok<RequestedRoleDto>, ProblemHttpResult>> Grant(
        [Description("The request's number, as listed.")] long request,
        GrantRequestDto decision,
        RoleRequestDecisions decisions,
        RoleRequestList list,
        Me me,
        CancellationToken stop
    ) =>
        (await After(await decisions.Grant(me.Known, request, decision.Comment ?? "", stop), list, me, stop)).Answer(
            row => TypedResults.Ok(RequestedRoleDto.Of(row))
        );

    private static async Task<Results<Ok<RequestedRoleDto>, ProblemHttpResult>> Refuse(
        [Description("The request's number, as listed.")] long request,
        RefuseRequestDto decision,
        RoleRequestDecisions decisions,
        RoleRequestList list,
        Me me,
        CancellationToken stop
    ) =>
        (await After(await decisions.Refuse(me.Known, request, decision.Comment, stop), list, me, stop)).Answer(row =>
            TypedResults.Ok(RequestedRoleDto.Of(row))
        );

    private static async Task<Results<Ok<RequestedRoleDto>, ProblemHttpResult>> Withdraw(
        [Description("The request's number, as listed.")] long request,
        RoleRequests requests,
        RoleRequestList list,
        Me me,
        CancellationToken stop
    ) =>
        (await After(await requests.Withdraw(me.Known, request, stop), list, me, stop)).Answer(row =>
            TypedResults.Ok(RequestedRoleDto.Of(row))
        );

    private static async Task<Outcome<RoleRequestRow>> After(
        Outcome<RoleRequest> done,
        RoleRequestList list,
        Me me,
        CancellationToken stop
    ) =>
        done switch
        {
            Outcome<RoleRequest>.Done(var request) => await list.Find(me.Known, request.Id, stop),
            Outcome<RoleRequest>.Refused(var why) => why,
            _ => throw new InvalidOperationException(),
        };
}
