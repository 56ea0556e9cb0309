using System.ComponentModel;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Changes;

/// <summary>Preview: what a plan would probably be. The final plan is computed by a worker, from the live cluster.</summary>
public sealed record ForecastDto(
    [property: Description("What has to be fixed first, by field.")] IReadOnlyDictionary<string, string> Problems,
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
    [property: Description("Open changes of the same resources: both may be, the one applied second becomes stale.")]
        IReadOnlyList<ConcurrentChangeDto> ConcurrentChanges,
    [property: Description("How old the readings are that it was computed from; null: not all was read yet.")]
        DateTimeOffset? SeenAt
)
{
    internal static ForecastDto Of(Forecast forecast, IReadOnlyDictionary<ClusterId, string> clusters)
    {
        var ready = forecast.Proposal as PlanProposal.Ready;
        return new ForecastDto(
            forecast.Problems,
            forecast.Proposal switch
            {
                PlanProposal.Impossible impossible => impossible.Words,
                PlanProposal.NothingToDo { LeftOut: { } leftOut } => $"Nothing would change. {leftOut}",
                PlanProposal.NothingToDo => "Nothing would change: it is as wanted already.",
                _ => null,
            },
            [.. ready?.Body.Steps.Select(step => StepDto.Of(step, Ref(step.On), ready.Evidence)) ?? []],
            ready?.Body.PointOfNoReturn,
            ready?.Risk.Score,
            ready?.Risk.Band,
            [.. ready?.Risk.Reasons.Select(r => new RiskReasonDto(r.Words, r.Points)) ?? []],
            [
                .. ready?.Findings.Select(f => new ForecastCheckDto(
                    f.Name,
                    f.Verdict,
                    f.Words,
                    f.On is { } on ? Ref(on) : null
                ))
                    ?? [],
            ],
            [
                .. forecast.Approvals.Select(a => new ForecastApprovalDto(
                    a.Title,
                    a.TeamTitle,
                    a.Quorum,
                    a.CanApprove,
                    [.. a.On.Select(Ref)]
                )),
            ],
            [.. forecast.Concurrent.Select(ConcurrentChangeDto.Of)],
            forecast.SeenAt
        );

        ResourceRefDto Ref(ResourceRef on) => new(on.Kind.Word, clusters[on.Cluster], on.Name);
    }
}

public sealed record ForecastCheckDto(
    string Name,
    CheckVerdict Verdict,
    string Words,
    [property: Description("The resource it is about; null when it is about the whole change.")] ResourceRefDto? On
);

public sealed record ForecastApprovalDto(
    string Title,
    string Team,
    int Quorum,
    [property: Description("Names of the people who could, without the requester.")] IReadOnlyList<string> CanApprove,
    [property: Description("The resources it is for.")] IReadOnlyList<ResourceRefDto> On
);

/// <param name="Words">Who requested what: "Ada Brandt requested: grow orders".</param>
public sealed record ConcurrentChangeDto(
    long Change,
    string Title,
    ChangeState State,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    string Words
)
{
    internal static ConcurrentChangeDto Of(ConcurrentChange other) =>
        new(
            other.Id.Value,
            other.Title,
            other.State,
            other.RequestedBy,
            other.CreatedAt,
            $"{other.RequestedByName} requested: {other.Wish}"
        );
}
