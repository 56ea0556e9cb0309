using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Specs;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Api.Specs;

/// <summary>Specs that people keep in git: what would change, asking for it, and writing down what is.</summary>
internal static class SpecRoutes
{
    public const string Yaml = "application/yaml";

    private const int LongestBody = 16 * 1024 * 1024;

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
            .WithMetadata(new RequestSizeLimitAttribute(LongestBody))
            .Refuses(413, 415, 422)
            .WithName("planSpecs")
            .WithSummary("What applying these documents would request; requests nothing")
            .WithDescription("As text for a terminal with `Accept: text/plain`.");
        specs
            .MapPost("/specs:apply", Apply)
            .Accepts<string>(Yaml)
            .Produces<AppliedSpecsDto>()
            .WithMetadata(new RequestSizeLimitAttribute(LongestBody))
            .Writes()
            .WithName("applySpecs")
            .WithSummary("Request what makes everything match these documents; what no document names is left alone")
            .WithDescription("As text for a terminal with `Accept: text/plain`.");
        specs
            .MapGet("/specs", Export)
            .Produces<string>(200, Yaml)
            .Refuses(422)
            .WithName("exportSpecs")
            .WithSummary("All that is managed, as documents that can be applied");
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
            {
                var names = (await clusters.All(stop)).ToDictionary(c => c.Cluster.Id, c => c.Cluster.Name);
                return new(
                    plan.Changes.Count,
                    plan.Requested.Select(requested => requested.Change),
                    IsRefused: false,
                    SpecPlanDto.Of(plan, names),
                    SpecReport.Of(plan, names)
                );
            },
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
            applied =>
                Task.FromResult(
                    new SpecAnswer(
                        applied.Submitted.Count,
                        applied
                            .Submitted.Select(submitted => submitted.Change)
                            .Concat(applied.Requested.Select(requested => requested.Change)),
                        applied.Refused is not null,
                        AppliedSpecsDto.Of(applied),
                        AppliedReport.Of(applied, $"{http.Request.Scheme}://{http.Request.Host}/")
                    )
                ),
            stop
        );

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        HttpContext http,
        [Description("The name of the team that owns it.")] string? team,
        [Description("dev, staging, prod, …")] string? environment,
        SpecExport export,
        SpecWriter writer,
        TeamDirectory teams,
        Places places,
        CancellationToken stop
    )
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (team is not null && !(await teams.All(stop)).Any(t => t.Name == team))
        {
            wrong["team"] = $"There is no team named {team}.";
        }

        if (environment is not null && !(await places.Environments(stop)).Any(e => e.Name == environment))
        {
            wrong["environment"] = $"There is no environment named {environment}.";
        }

        if (wrong.Count > 0)
        {
            return Problem.Of(Refusal.Invalid(wrong));
        }

        var schema = $"{http.Request.Scheme}://{http.Request.Host}{SpecSchema.Address}";
        return TypedResults.Stream(
            async body =>
            {
                await using var text = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
                await writer.Write(text, export.Of(team, environment, stop), schema, stop);
            },
            Yaml
        );
    }
}
