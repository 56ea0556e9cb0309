using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.JobCredentials;
using Portal.Web.Api.Clusters;
using Portal.Web.Api.Limits;
using Portal.Web.Identity;

namespace Portal.Web.Api.Jobs;

/// <summary>How a cluster's stream jobs are to reach its schema registry and to sign in.</summary>
public sealed record JobRegistryRequestDto(
    [property: Description("Where Flink reaches its API. Left out: where the portal does now."), MaxLength(500)]
        string? Url = null,
    [property: MaxLength(1_000)] string? Username = null,
    [property: Description("Write-only. Left out when editing: the one that is kept stays."), MaxLength(1_000)]
        string? Password = null,
    [property:
        Description(
            "A bearer token, in place of user and password. Write-only. Left out when editing with signIn bearer: the one that is kept stays."
        ),
        MaxLength(8_000)
    ]
        string? Token = null,
    [property:
        Description("Who signed its certificate, as PEM; null for what Flink's machines trust."),
        MaxLength(65_536)
    ]
        string? CaPem = null,
    [property: Description("How jobs sign in. Left out: what is given shows it.")] HttpSignInMethod? SignIn = null
)
{
    internal JobRegistryDraft ToDraft() => new(Url, Username, Password, Token, CaPem, SignIn);

    // Whatever prints this doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {Username}");
        return true;
    }
}

/// <summary>What jobs sign in to a cluster's schema registry with: set and removed by platform engineers.</summary>
internal static class JobRegistryRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var registry = v1.MapGroup("/clusters/{name}/job-registry").WithTags("Clusters");
        registry
            .MapPost("/test", Test)
            .Writes()
            .Refuses(404)
            .AddEndpointFilter(UndecidedAnswer.WhereRefused)
            .WithName("testJobRegistry")
            .WithSummary("Connect to a schema registry with what jobs are to sign in with; stores nothing");
        registry
            .MapPut("", Save)
            .Writes()
            .Refuses(404, 412)
            .WithName("setJobRegistry")
            .WithSummary(
                "Set how a cluster's jobs reach its schema registry and sign in; it is tested first, where it can be"
            );
        registry
            .MapDelete("", Remove)
            .Writes()
            .Refuses(404)
            .WithName("removeJobRegistry")
            .WithSummary(
                "Remove how a cluster's jobs reach its schema registry and erase password or token; jobs go on running"
            );
    }

    private static Task<Results<Ok<JobAccessFactsDto>, ProblemHttpResult>> Test(
        string name,
        JobRegistryRequestDto request,
        Me me,
        ClusterCatalogue clusters,
        JobRegistryRegistration registration,
        CancellationToken stop
    ) =>
        clusters.On(
            name,
            id => registration.Test(me.Caller, id, request.ToDraft(), stop),
            facts => TypedResults.Ok(JobAccessFactsDto.Of(facts)),
            stop
        );

    private static Task<Results<Ok<JobAccessFactsDto>, ProblemHttpResult>> Save(
        string name,
        JobRegistryRequestDto request,
        [FromHeader(Name = "If-Match"), Description(OnCluster.IfMatch)] string? seen,
        HttpResponse response,
        Me me,
        ClusterCatalogue clusters,
        JobRegistryRegistration registration,
        CancellationToken stop
    ) =>
        clusters.Set(
            name,
            JobRegistryRegistration.Kinds,
            seen,
            response,
            (id, saved) => registration.Save(me.Caller, id, request.ToDraft(), seen, stop, saved),
            facts => JobAccessFactsDto.Of(facts),
            stop
        );

    private static Task<Results<NoContent, ProblemHttpResult>> Remove(
        string name,
        Me me,
        ClusterCatalogue clusters,
        JobRegistryRegistration registration,
        CancellationToken stop
    ) => clusters.On(name, id => registration.Remove(me.Caller, id, stop), _ => TypedResults.NoContent(), stop);
}
