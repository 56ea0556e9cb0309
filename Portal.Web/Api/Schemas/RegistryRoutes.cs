using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Web.Api.Clusters;
using Portal.Web.Api.Limits;
using Portal.Web.Identity;

namespace Portal.Web.Api.Schemas;

/// <summary>A cluster's schema registry as it is to be set.</summary>
public sealed record RegistryRequestDto(
    [property: Description("Where its API begins: https://registry.internal:8081."), Length(1, 500)] string Url,
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
        Description("Who signed its certificate, as PEM; null for what the portal's machine trusts."),
        MaxLength(65_536)
    ]
        string? CaPem = null,
    [property: Description("How the portal signs in. Left out: what is given shows it.")]
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
        string? ClientKey = null
)
{
    internal RegistryDraft ToDraft() =>
        new(Url, Username, Password, Token, CaPem, SignIn, ClientCertificate, ClientKey);

    // Whatever prints this doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {Username}");
        return true;
    }
}

/// <summary>The schema registry of a cluster: set and removed by platform engineers.</summary>
internal static class RegistryRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var registry = v1.MapGroup("/clusters/{name}/registry").WithTags("Clusters");
        registry
            .MapPost("/test", Test)
            .Writes()
            .Refuses(404)
            .AddEndpointFilter(UndecidedAnswer.WhereRefused)
            .WithName("testRegistry")
            .WithSummary("Connect to a schema registry and report what is there; stores nothing");
        registry
            .MapPut("", Save)
            .Writes()
            .Refuses(404, 412)
            .WithName("setRegistry")
            .WithSummary("Set a cluster's schema registry; it is tested first, and what doesn't answer is refused");
        registry
            .MapDelete("", Remove)
            .Writes()
            .Refuses(404)
            .WithName("removeRegistry")
            .WithSummary("Remove a cluster's schema registry and erase its password, token or key; its subjects stay");
    }

    private static Task<Results<Ok<RegistryFactsDto>, ProblemHttpResult>> Test(
        string name,
        RegistryRequestDto request,
        Me me,
        ClusterCatalogue clusters,
        RegistryRegistration registration,
        CancellationToken stop
    ) =>
        clusters.On(
            name,
            id => registration.Test(me.Caller, id, request.ToDraft(), stop),
            facts => TypedResults.Ok(RegistryFactsDto.Of(facts)),
            stop
        );

    private static Task<Results<Ok<RegistryFactsDto>, ProblemHttpResult>> Save(
        string name,
        RegistryRequestDto request,
        [FromHeader(Name = "If-Match"), Description(OnCluster.IfMatch)] string? seen,
        HttpResponse response,
        Me me,
        ClusterCatalogue clusters,
        RegistryRegistration registration,
        CancellationToken stop
    ) =>
        clusters.Set(
            name,
            RegistryRegistration.Kinds,
            seen,
            response,
            (id, saved) => registration.Save(me.Caller, id, request.ToDraft(), seen, stop, saved),
            facts => RegistryFactsDto.Of(facts),
            stop
        );

    private static Task<Results<NoContent, ProblemHttpResult>> Remove(
        string name,
        Me me,
        ClusterCatalogue clusters,
        RegistryRegistration registration,
        CancellationToken stop
    ) => clusters.On(name, id => registration.Remove(me.Caller, id, stop), _ => TypedResults.NoContent(), stop);
}
