using System.ComponentModel;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Changes;

/// <summary>A plan: its ordered steps with absolute values, and beside them what was seen and how it was judged.</summary>
public sealed record PlanDto(
    int Number,
    [property: Description("What a vote names: SHA-256 of intent and base.")] string Hash,
    DateTimeOffset CreatedAt,
    IReadOnlyList<StepDto> Steps,
    [property: Description("Index of the first step that can't be undone; the number of steps when all can.")]
        int PointOfNoReturn,
    [property: Description("What was seen of each resource, in the form of its kind.")]
        IReadOnlyList<EvidenceDto> Evidence,
    int RiskScore,
    RiskBand RiskBand,
    IReadOnlyList<RiskReasonDto> RiskReasons
)
{
    internal static PlanDto Of(PlanView plan, ChangeView view, KindApis kinds) =>
        new(
            plan.Number,
            plan.Hash,
            plan.MadeAt,
            [.. plan.Steps.Select(step => StepDto.Of(step, ResourceRefs.Of(view, step.On), plan.Evidence))],
            plan.PointOfNoReturn,
            [
                .. plan.Evidence.Resources.Select(seen => new EvidenceDto(
                    ResourceRefs.Of(view, seen.On),
                    seen.SeenAt,
                    kinds.Show(seen)
                )),
            ],
            plan.RiskScore,
            plan.RiskBand,
            [.. plan.RiskReasons.Select(r => new RiskReasonDto(r.Words, r.Points))]
        );
}

public sealed record RiskReasonDto(string Words, int Points);

/// <summary>One step. Before is null where nothing was there; After is null where nothing will be.</summary>
public sealed record StepDto(
    [property: Description("create-topic, alter-configs, …: each kind has its own.")] string Kind,
    ResourceRefDto On,
    [property: Description("What it will do, in words.")] string Title,
    Reversal Undo,
    IReadOnlyList<MoveDto> Moves,
    [property: Description("What it moves, a line each, in words; of a schema field by field.")]
        IReadOnlyList<string> Details
)
{
    internal static StepDto Of(Step step, ResourceRefDto on, PlanEvidence? evidence) =>
        new(
            step.Word,
            on,
            step.Title,
            step.Reversal,
            [.. step.Moves.Select(MoveDto.Of)],
            step.Details(evidence?.Of(step.On))
        );
}

/// <summary>What was seen of a resource when the plan was computed.</summary>
public sealed record EvidenceDto(
    ResourceRefDto On,
    DateTimeOffset SeenAt,
    [property:
        Description("In the form of its kind. Null was not answered; it is not zero."),
        OfKind(KindPart.Evidence)
    ]
        object Seen
);

/// <summary>A value now and after; null means that the default holds.</summary>
public sealed record MoveDto(string Name, string? Before, string? After)
{
    public static MoveDto Of(FieldMove move) => new(move.Field, move.Before, move.After);
}
