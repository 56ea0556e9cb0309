using System.ComponentModel;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Specs;
using Portal.Web.Api.Changes;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Specs;

/// <summary>What applying the documents would request.</summary>
public sealed record SpecPlanDto(
    [property: Description("How many documents already match what is there.")] int Unchanged,
    [property: Description("What open changes request already, just so.")] IReadOnlyList<RequestedSpecDto> Requested,
    [property: Description(
        "Open changes that request something else of what a document is about, the newest ten of each document: applied later, they win."
    )]
        IReadOnlyList<RequestedSpecDto> Otherwise,
    [property: Description(SpecNoteDto.Why)] IReadOnlyList<SpecNoteDto> Notes,
    [property: Description(
        "The changes that would be requested, in this order: one for each environment, and several where a change doesn't hold all resources."
    )]
        IReadOnlyList<PlannedSpecsDto> Changes
)
{
    internal static SpecPlanDto Of(SpecPlan plan, IReadOnlyDictionary<ClusterId, string> clusters) =>
        new(
            plan.Unchanged,
            [.. plan.Requested.Select(RequestedSpecDto.Of)],
            [.. plan.Otherwise.Select(RequestedSpecDto.Of)],
            [.. plan.Notes.Select(SpecNoteDto.Of)],
            [
                .. plan.Changes.Select(planned => new PlannedSpecsDto(
                    planned.Request.Environment,
                    SpecResourceDto.Of(planned.Request),
                    ForecastDto.Of(planned.Forecast, clusters),
                    planned.Request.After,
                    [.. planned.Request.AfterOpen.Select(change => change.Value)]
                )),
            ]
        );
}

public sealed record PlannedSpecsDto(
    string Environment,
    IReadOnlyList<SpecResourceDto> Resources,
    ForecastDto Forecast,
    [property: Description(
        "Positions of the changes that have to be applied before it, because some of it depends on them."
    )]
        IReadOnlyList<int> After,
    [property: Description("Open changes that have to be applied before it, for the same reason.")]
        IReadOnlyList<long> AfterChanges
);

/// <summary>What was requested; the plans that bind are made by workers.</summary>
public sealed record AppliedSpecsDto(
    [property: Description("How many documents already match what is there.")] int Unchanged,
    [property: Description("What open changes requested already, just so.")] IReadOnlyList<RequestedSpecDto> Requested,
    [property: Description(
        "Open changes that request something else of what a document is about, the newest ten of each document: applied later, they win."
    )]
        IReadOnlyList<RequestedSpecDto> Otherwise,
    [property: Description(SpecNoteDto.Why)] IReadOnlyList<SpecNoteDto> Notes,
    IReadOnlyList<SubmittedSpecsDto> Changes,
    [property: Description("Why the rest was refused meanwhile; null when all was taken. Apply again to request it.")]
        string? Refused
)
{
    internal static AppliedSpecsDto Of(AppliedSpecs applied) =>
        new(
            applied.Unchanged,
            [.. applied.Requested.Select(RequestedSpecDto.Of)],
            [.. applied.Otherwise.Select(RequestedSpecDto.Of)],
            [.. applied.Notes.Select(SpecNoteDto.Of)],
            [
                .. applied.Submitted.Select(s => new SubmittedSpecsDto(
                    s.Change.Value,
                    s.Request.Environment,
                    SpecResourceDto.Of(s.Request),
                    [.. s.After.Select(change => change.Value)],
                    [.. s.Replaces.Select(change => change.Value)]
                )),
            ],
            applied.Refused?.Words
        );
}

public sealed record SubmittedSpecsDto(
    long Change,
    string Environment,
    IReadOnlyList<SpecResourceDto> Resources,
    [property: Description(
        "The changes that have to be applied before it, because some of it depends on them. Until then its plan may fail; it is sent back then."
    )]
        IReadOnlyList<long> After,
    [property: Description(
        "Your former changes that were sent back or had no plan, cancelled because this one has the same resources and operations: each resource is deleted by both or by neither."
    )]
        IReadOnlyList<long> Replaces
);

public sealed record RequestedSpecDto(
    long Change,
    ResourceRefDto On,
    [property: Description("File, line and column.")] string Place
)
{
    internal static RequestedSpecDto Of(RequestedSpec requested) =>
        new(
            requested.Change.Value,
            new(requested.Document.Kind.Word, requested.Document.Cluster, requested.Document.Name),
            $"{requested.Document.Place}"
        );
}

public sealed record SpecResourceDto(
    ResourceRefDto On,
    ResourceOperation Operation,
    [property: Description("File, line and column.")] string Place
)
{
    internal static IReadOnlyList<SpecResourceDto> Of(SpecRequest request) =>
        [
            .. request.Documents.Zip(
                request.Draft.Resources,
                (document, draft) =>
                    new SpecResourceDto(
                        new(document.Kind.Word, document.Cluster, document.Name),
                        draft.Operation,
                        $"{document.Place}"
                    )
            ),
        ];
}
