using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;
using Portal.Web.Api.Clusters;
using Portal.Web.Api.Limits;
using Portal.Web.Identity;

namespace Portal.Web.Api.Jobs;

/// <summary>The Flink of a cluster: set and removed by platform engineers.</summary>
internal static class FlinkRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var flink = v1.MapGroup("/clusters/{name}/flink").WithTags("Clusters");
        flink
            .MapGet("", Get)
            .Refuses(404)
            .WithName("getFlink")
            .WithSummary("A cluster's Flink: how it is reached, and what its newest test found");
        flink
            .MapPost("/test", Test)
            .Writes()
            .Refuses(404)
            .AddEndpointFilter(UndecidedAnswer.WhereRefused)
            .WithName("testFlink")
            .WithSummary("Connect to a Flink and its SQL Gateway and report what is there; stores nothing");
        flink
            .MapPut("", Save)
            .Writes()
            .Refuses(404, 412)
            .WithName("setFlink")
            .WithSummary("Set a cluster's Flink; it is tested first, and what doesn't answer is refused");
        flink
            .MapDelete("", Remove)
            .Writes()
            .Refuses(404)
            .WithName("removeFlink")
            .WithSummary("Remove a cluster's Flink and erase its password, token or key; its jobs go on running");
    }

    private static async Task<Results<Ok<FlinkDto>, ProblemHttpResult>> Get(
        string name,
        HttpResponse response,
        ClusterCatalogue clusters,
        FlinkTests tests,
        CancellationToken stop
    )
    {
        if (await clusters.Find(name, stop) is not { Cluster: var cluster })
        {
            return Problem.NotFound($"No cluster named {name} is registered.");
        }

        if (FlinkDto.Of(cluster, await tests.Of(cluster.Id, stop)) is not { } flink)
        {
            return Problem.NotFound($"{name} has no Flink.");
        }

        response.Headers.ETag = HttpTag.Of(cluster, FlinkRegistration.Kinds);
        return TypedResults.Ok(flink);
    }

    private static Task<Results<Ok<FlinkFactsDto>, ProblemHttpResult>> Test(
        string name,
        FlinkRequestDto request,
        Me me,
        ClusterCatalogue clusters,
        FlinkRegistration registration,
        CancellationToken stop
    ) =>
        clusters.On(
            name,
            id => registration.Test(me.Caller, id, request.ToDraft(), stop),
            facts => TypedResults.Ok(FlinkFactsDto.Of(facts)),
            stop
        );

    private static Task<Results<Ok<FlinkFactsDto>, ProblemHttpResult>> Save(
        string name,
        FlinkRequestDto request,
        [FromHeader(Name = "If-Match"), Description(OnCluster.IfMatch)] string? seen,
        HttpResponse response,
        Me me,
        ClusterCatalogue clusters,
        FlinkRegistration registration,
        CancellationToken stop
    ) =>
        clusters.Set(
            name,
            FlinkRegistration.Kinds,
            seen,
            response,
            (id, saved) => registration.Save(me.Caller, id, request.ToDraft(), seen, stop, saved),
            facts => FlinkFactsDto.Of(facts),
            stop
        );

    private static Task<Results<NoContent, ProblemHttpResult>> Remove(
        string name,
        Me me,
        ClusterCatalogue clusters,
        FlinkRegistration registration,
        CancellationToken stop
    ) => clusters.On(name, id => registration.Remove(me.Caller, id, stop), _ => TypedResults.NoContent(), stop);
}
