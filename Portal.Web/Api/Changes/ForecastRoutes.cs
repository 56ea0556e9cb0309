using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;
using Portal.Web.Api.Limits;
using Portal.Web.Identity;

namespace Portal.Web.Api.Changes;

internal static class ForecastRoutes
{
    public static void Map(RouteGroupBuilder v1) =>
        v1.MapPost("/forecasts", Make)
            .WithTags("Changes")
            .ReadsSnapshots()
            .Refuses(413, 415, 422)
            .TakesLongBodies()
            .WithName("forecastChange")
            .WithSummary("Preview of a request: what it would probably lead to; requests nothing");

    private static async Task<Results<Ok<ForecastDto>, ProblemHttpResult>> Make(
        ChangeRequestDto request,
        [Description("The change that this request would replace; left out for a new one.")] long? replaces,
        KindApis kinds,
        ClusterCatalogue clusters,
        Me me,
        Forecasts forecasts,
        CancellationToken stop
    )
    {
        ChangeId? again = replaces is { } id ? new ChangeId(id) : null;
        var read = request.Read(kinds);
        if (read is not Outcome<ChangeDraft>.Done(var draft))
        {
            return Problem.Of(((Outcome<ChangeDraft>.Refused)read).Why);
        }

        var names = (await clusters.All(stop)).ToDictionary(c => c.Cluster.Id, c => c.Cluster.Name);
        var forecast = await forecasts.Of(me.Caller, draft, again, stop);
        return forecast.Denied is { } denied ? Problem.Of(denied) : TypedResults.Ok(ForecastDto.Of(forecast, names));
    }
}
