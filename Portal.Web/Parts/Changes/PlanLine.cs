using Microsoft.AspNetCore.Components;

namespace Portal.Web.Parts;

/// <summary>One line of a plan: a field's live value against the wanted one, what that means, and how far it can be taken back.</summary>
/// <param name="Number">The step it belongs to; shown on the step's first line.</param>
/// <param name="Subject">What the field belongs to: "topic orders"; null under a heading that names it.</param>
/// <param name="Live">Null where there is nothing yet.</param>
/// <param name="Wanted">Null where there will be nothing any more.</param>
/// <param name="Concern">How loud the meaning is; null for a plain remark.</param>
/// <param name="Heading">What this line and those after it belong to, where a plan touches several; null on lines that follow it.</param>
/// <param name="Detail">What the step does, in full.</param>
/// <param name="Evidence">What the meaning was judged by, and when it was seen.</param>
/// <param name="CrossesLine">The first line that can't be taken back: the point of no return is drawn above it.</param>
public sealed record PlanLine(
    int? Number,
    string Field,
    RenderFragment? Subject,
    PlanValue? Live,
    PlanValue? Wanted,
    string Meaning = "",
    string? MeaningMore = null,
    Tone? Concern = null,
    string Undo = "",
    string? UndoMore = null,
    bool UndoIsConcern = false,
    bool CrossesLine = false,
    RenderFragment? Evidence = null,
    RenderFragment? Detail = null,
    RenderFragment? Heading = null
);

/// <summary>A value as a person says it, and below it how the cluster has it where that differs: 7 d, 604800000; or by default.</summary>
public sealed record PlanValue(string Words, string? Raw = null);
