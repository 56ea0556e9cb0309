using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Web.Identity;

namespace Portal.Web.Api.Changes;

/// <summary>What a plan would probably be. The plan that binds is made by a worker, from the live cluster.</summary>
public sealed record ForecastDto(
    [property: Description("What has to be mended first, by field.")] IReadOnlyDictionary<string, string> Complaints,
    [property: Description("Why there can't be a plan, or that nothing would change; null when there is one.")]
        string? Words,
    IReadOnlyList<StepDto> Steps,
    int? PointOfNoReturn,
    int? RiskScore,
    RiskBand? RiskBand,
    IReadOnlyList<RiskReasonDto> RiskReasons,
    IReadOnlyList<ForecastCheckDto> Checks,
    [property: Description("Who would have to approve; none: it would be applied at once.")]
        IReadOnlyList<ForecastApprovalDto> Approvals,
    [property: Description("Open changes of the same topics: both may be, the one applied second becomes stale.")]
        IReadOnlyList<RivalDto> Rivals,
    [property: Description("How old the readings are that it was made from; null: nothing was read yet.")]
        DateTimeOffset? SeenAt
);

public sealed record ForecastCheckDto(string Name, CheckVerdict Verdict, string Words);

public sealed record ForecastApprovalDto(string Title, string Team, int Quorum, IReadOnlyList<string> CanApprove);

/// <param name="Words">What was asked for by whom: "Ada Brandt asked to grow orders".</param>
public sealed record RivalDto(
    long Change,
    string Title,
    ChangeState State,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    string Words
);

internal static class ForecastRoutes
{
    public static void Map(RouteGroupBuilder v1) =>
        v1.MapPost("/forecasts", Make)
            .WithTags("Changes")
            .Refuses(413, 415)
            .WithName("forecastChange")
            .WithSummary("What asking for this would probably lead to; asks for nothing");

    private static async Task<Ok<ForecastDto>> Make(
        ChangeRequestDto request,
        [Description("The change that would be asked for again by this; left out for a new one.")] long? mends,
        Me me,
        Forecasts forecasts,
        CancellationToken stop
    )
    {
        ChangeId? again = mends is { } id ? new ChangeId(id) : null;
        return TypedResults.Ok(Show(await forecasts.Of(me.Caller, request.ToDraft(), again, stop)));
    }

    private static ForecastDto Show(Forecast forecast)
    {
        var ready = forecast.Proposal as PlanProposal.Ready;
        return new ForecastDto(
            forecast.Complaints,
            forecast.Proposal switch
            {
                PlanProposal.Impossible impossible => impossible.Words,
                PlanProposal.NothingToDo => "Nothing would change: it is as wanted already.",
                _ => null,
            },
            [.. ready?.Body.Steps.Select(StepDto.Of) ?? []],
            ready?.Body.PointOfNoReturn,
            ready?.Risk.Score,
            ready?.Risk.Band,
            [.. ready?.Risk.Reasons.Select(r => new RiskReasonDto(r.Words, r.Points)) ?? []],
            [.. ready?.Findings.Select(f => new ForecastCheckDto(f.Name, f.Verdict, f.Words)) ?? []],
            [.. forecast.Approvals.Select(a => new ForecastApprovalDto(a.Title, a.TeamTitle, a.Quorum, a.CanApprove))],
            [.. forecast.Rivals.Select(Show)],
            forecast.SeenAt
        );
    }

    private static RivalDto Show(Rival rival) =>
        new(
            rival.Id.Value,
            rival.Title,
            rival.State,
            rival.RequestedBy,
            rival.CreatedAt,
            $"{rival.RequestedByName} asked to {rival.Wish}"
        );
}
