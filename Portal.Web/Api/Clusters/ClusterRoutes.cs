using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Web.Api.Limits;
using Portal.Web.Identity;

namespace Portal.Web.Api.Clusters;

/// <summary>Clusters: shown to everybody, registered and changed by platform engineers.</summary>
internal static class ClusterRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var clusters = v1.MapGroup("/clusters").WithTags("Clusters");
        var seen = clusters.MapGroup("").ReadsSnapshots();
        seen.MapGet("", List).WithName("listClusters").WithSummary("Registered clusters, by name");
        seen.MapGet("/{name}", Get).Refuses(404).WithName("getCluster").WithSummary("A registered cluster");
        clusters
            .MapPost("/test", Test)
            .Writes()
            .Refuses(404)
            .AddEndpointFilter(UndecidedAnswer.WhereRefused)
            .WithName("testCluster")
            .WithSummary("Connect and report what is there; stores nothing, writes nothing to the cluster");
        clusters
            .MapPost("", Register)
            .Writes()
            .AddEndpointFilter(UndecidedAnswer.WhereRefused)
            .WithName("registerCluster")
            .WithSummary("Register a cluster; its Kafka is tested first, and what doesn't answer is refused");
        clusters
            .MapPut("/{name}", Edit)
            .Writes()
            .Refuses(404, 412, 428)
            .WithName("editCluster")
            .WithSummary("Change the name or how it is reached, or add its Kafka; If-Match names the version you saw");
        clusters
            .MapDelete("/{name}", Deregister)
            .Writes()
            .Refuses(404)
            .WithName("deregisterCluster")
            .WithSummary("Deregister a cluster: open changes are cancelled, credentials erased, its topics stay");
    }

    private static async Task<Ok<List<ClusterDto>>> List(ClusterCatalogue clusters, CancellationToken stop) =>
        TypedResults.Ok((await clusters.All(stop)).Select(ClusterDto.Of).ToList());

    private static async Task<Results<Ok<ClusterDto>, ProblemHttpResult>> Get(
        string name,
        HttpResponse response,
        ClusterCatalogue clusters,
        CancellationToken stop
    )
    {
        if (await clusters.Find(name, stop) is not { } row)
        {
            return NotThere(name);
        }

        response.Headers.ETag = ClusterTag.Of(row.Cluster);
        return TypedResults.Ok(ClusterDto.Of(row));
    }

    private static async Task<Results<Ok<ClusterFactsDto>, ProblemHttpResult>> Test(
        ClusterRequestDto request,
        [Description("The registered cluster that would be edited: its stored password is used.")] string? editing,
        Me me,
        ClusterCatalogue clusters,
        ClusterRegistration registration,
        CancellationToken stop
    )
    {
        var known = editing is null ? null : await clusters.Find(editing, stop);
        return editing is not null && known is null
            ? NotThere(editing)
            : await registration
                .Test(me.Caller, request.ToDraft(), known?.Cluster.Id, stop)
                .Answer(facts => TypedResults.Ok(ClusterFactsDto.Of(facts)));
    }

    private static async Task<Results<Created<ClusterDto>, ProblemHttpResult>> Register(
        ClusterRequestDto request,
        Me me,
        ClusterCatalogue clusters,
        ClusterRegistration registration,
        CancellationToken stop
    ) =>
        await registration.Register(me.Caller, request.ToDraft(), stop) switch
        {
            Outcome<ClusterId>.Refused(var why) => Problem.Of(why),
            _ => TypedResults.Created(
                $"/api/v1/clusters/{request.Name}",
                ClusterDto.Of((await clusters.Find(request.Name, stop))!)
            ),
        };

    private static async Task<Results<Ok<ClusterDto>, ProblemHttpResult>> Edit(
        string name,
        ClusterRequestDto request,
        [FromHeader(Name = "If-Match")] string? seen,
        Me me,
        ClusterCatalogue clusters,
        ClusterRegistration registration,
        CancellationToken stop
    )
    {
        if (await clusters.Find(name, stop) is not { } row)
        {
            return NotThere(name);
        }

        if (seen != ClusterTag.Of(row.Cluster))
        {
            return seen is null
                ? Problem.Of(428, "Send If-Match with the ETag of the cluster you read.")
                : Problem.Of(412, ClusterTag.Changed.Words);
        }

        return await registration.Edit(me.Caller, row.Cluster.Id, request.ToDraft(), seen, stop) switch
        {
            Outcome<ClusterId>.Refused(var why) when why == ClusterTag.Changed => Problem.Of(412, why.Words),
            Outcome<ClusterId>.Refused(var why) => Problem.Of(why),
            _ => TypedResults.Ok(ClusterDto.Of((await clusters.Find(request.Name, stop))!)),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Deregister(
        string name,
        Me me,
        ClusterCatalogue clusters,
        ClusterDeregistration deregistration,
        CancellationToken stop
    ) =>
        await clusters.Find(name, stop) is { } row
            ? await deregistration.Deregister(me.Caller, row.Cluster.Id, stop).Answer(_ => TypedResults.NoContent())
            : NotThere(name);

    private static ProblemHttpResult NotThere(string name) =>
        Problem.NotFound($"No cluster named {name} is registered.");
}
