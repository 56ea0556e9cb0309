using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Specs;
using Portal.Core.Teams;

namespace Portal.Web.Api.Specs;

/// <summary>All that is managed, written as the files that would request it.</summary>
internal static class SpecExportRoutes
{
    public static void Map(RouteGroupBuilder specs) =>
        specs
            .MapGet("/specs", Export)
            .Produces<string>(200, SpecRoutes.Yaml)
            .Refuses(422)
            .WithName("exportSpecs")
            .WithSummary("All that is managed, as documents that can be applied");

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
            SpecRoutes.Yaml
        );
    }
}
