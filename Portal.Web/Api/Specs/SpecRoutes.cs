using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Specs;
using Portal.Web.Api.Limits;
using Portal.Web.Identity;

namespace Portal.Web.Api.Specs;

/// <summary>Specs that people keep in git: what would change, and asking for it.</summary>
internal static class SpecRoutes
{
    public const string Yaml = "application/yaml";

    private static readonly string Words =
        $"As text for a terminal with `Accept: text/plain`. One person has at most {HeldBodies.OfPerson} of these requests open at once; another one is answered with 429.";

    public static void AddPortalSpecs(this IServiceCollection services)
    {
        services
            .AddSingleton<SpecComparison>()
            .AddSingleton<SpecSubmission>()
            .AddSingleton<SpecPlans>()
            .AddSingleton<SpecExport>();
        services
            .AddSingleton<SpecReader>()
            .AddSingleton<SpecBody>()
            .AddSingleton<SpecWriter>()
            .AddSingleton<SpecSchema>();
    }

    /// <summary>The JSON Schema of a document: editors fetch it without a token.</summary>
    public static void MapSchema(WebApplication app) =>
        app.MapGet(SpecSchema.Address, (SpecSchema schema) => TypedResults.Text(schema.Text, "application/schema+json"))
            .AllowAnonymous()
            .ExcludeFromDescription();

    public static void Map(RouteGroupBuilder v1)
    {
        var specs = v1.MapGroup("").WithTags("Specs");
        specs
            .MapPost("/specs:plan", Plan)
            .Accepts<string>(Yaml)
            .Produces<SpecPlanDto>()
            .WithMetadata(new RequestSizeLimitAttribute(HeldBodies.Longest), new HoldsBody())
            .ReadsSnapshots()
            .Refuses(413, 415, 422)
            .WithName("planSpecs")
            .WithSummary("What applying these documents would request; requests nothing")
            .WithDescription(Words);
        specs
            .MapPost("/specs:apply", Apply)
            .Accepts<string>(Yaml)
            .Produces<AppliedSpecsDto>()
            .WithMetadata(new RequestSizeLimitAttribute(HeldBodies.Longest), new HoldsBody())
            .ReadsSnapshots()
            .Writes()
            .WithName("applySpecs")
            .WithSummary("Request what makes everything match these documents; what no document names is left alone")
            .WithDescription(Words);
        SpecExportRoutes.Map(specs);
    }

    private static Task<IResult> Plan(
        HttpContext http,
        [Description("Why, for the approvers; needed in production.")] string? reason,
        SpecBody body,
        SpecPlans plans,
        ClusterCatalogue clusters,
        Me me,
        CancellationToken stop
    ) =>
        body.Answer(
            http,
            documents => plans.Plan(me.Caller, documents, reason ?? "", stop),
            async plan =>
                SpecAnswer.Of(plan, (await clusters.All(stop)).ToDictionary(c => c.Cluster.Id, c => c.Cluster.Name)),
            stop
        );

    private static Task<IResult> Apply(
        HttpContext http,
        [Description("Why, for the approvers; needed in production.")] string? reason,
        SpecBody body,
        SpecPlans plans,
        Me me,
        CancellationToken stop
    ) =>
        body.Answer(
            http,
            documents => plans.Apply(me.Caller, documents, reason ?? "", stop),
            applied => Task.FromResult(SpecAnswer.Of(applied, $"{http.Request.Scheme}://{http.Request.Host}/")),
            stop
        );
}
