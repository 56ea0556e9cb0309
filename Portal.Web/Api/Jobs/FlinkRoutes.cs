using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;
using Portal.Web.Api.Clusters;
using Portal.Web.Identity;

namespace Portal.Web.Api.Jobs;

/// <summary>A cluster's Flink as it is to be set.</summary>
public sealed record FlinkRequestDto(
    [property: Description("Its REST API: http://flink.internal:8081."), Length(1, 500)] string Url,
    [property: Description("Its SQL Gateway; left out: it starts JARs, and none by SQL."), MaxLength(500)]
        string? GatewayUrl = null,
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
        Description(
            "Who signed the certificates of what is reached by https, as PEM; null for what the portal's machine trusts."
        ),
        MaxLength(65_536)
    ]
        string? CaPem = null,
    [property: Description("How the portal signs in to both. Left out: what is given shows it.")]
        HttpSignInMethod? SignIn = null,
    [property:
        Description("A client certificate, in place of user and password, with what signed it, as PEM."),
        MaxLength(65_536)
    ]
        string? ClientCertificate = null,
    [property:
        Description("Its private key, as PEM. Write-only. Left out when editing: the one that is kept stays."),
        MaxLength(65_536)
    ]
        string? ClientKey = null,
    [property:
        Description(
            "The clusters whose topics and schemas its jobs may name, by name; left out: all of the environment, also those registered later. Jobs that run stay as they are."
        ),
        Length(1, 200)
    ]
        IReadOnlyList<string>? JobClusters = null
)
{
    internal FlinkDraft ToDraft() =>
        new(Url, GatewayUrl, Username, Password, Token, CaPem, SignIn, ClientCertificate, ClientKey, JobClusters);

    // Whatever prints this doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {GatewayUrl}, {Username}");
        return true;
    }
}

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
            .WithName("testFlink")
            .WithSummary("Connect to a Flink and its SQL Gateway and report what is there; stores nothing");
        flink
            .MapPut("", Save)
            .Writes()
            .Refuses(404)
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
        ClusterCatalogue clusters,
        FlinkTests tests,
        CancellationToken stop
    ) =>
        await clusters.Find(name, stop) is not { Cluster: var cluster }
            ? Problem.NotFound($"No cluster named {name} is registered.")
        : FlinkDto.Of(cluster, await tests.Of(cluster.Id, stop)) is { } flink ? TypedResults.Ok(flink)
        : Problem.NotFound($"{name} has no Flink.");

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
        Me me,
        ClusterCatalogue clusters,
        FlinkRegistration registration,
        CancellationToken stop
    ) =>
        clusters.On(
            name,
            id => registration.Save(me.Caller, id, request.ToDraft(), null, stop),
            facts => TypedResults.Ok(FlinkFactsDto.Of(facts)),
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
