using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Runs;
using Portal.Core.Wording;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Web.Features.Changes;

/// <summary>Where a change is on the way from request to applied; an end off that way closes the line.</summary>
public static class ChangeStages
{
    private static readonly (ChangeState State, string Words)[] Way =
    [
        (ChangeState.Planning, "Planned"),
        (ChangeState.Checking, "Checked"),
        (ChangeState.PendingApproval, "Waiting for approval"),
        (ChangeState.Approved, "Approved"),
        (ChangeState.Applying, "Applying"),
        (ChangeState.Verifying, "Verifying"),
        (ChangeState.Applied, "Applied"),
    ];

    public static IReadOnlyList<Stages.Stage> Of(ChangeView change) =>
        Of(
            change.Row.State,
            ApprovalLines.Tally(change),
            change.Plan is not null,
            change.Run is { } run && IsOf(run, change.Row.State)
        );

    /// <summary>Whether a change's run is the plan's that it has now: one that became stale carried out the plan before.</summary>
    public static bool IsOf(RunView run, ChangeState now) => run.State != RunState.Stale || now == ChangeState.Stale;

    /// <param name="approvals">"1 of 2" while it waits for approval.</param>
    public static IReadOnlyList<Stages.Stage> Of(ChangeState state, string? approvals, bool hasPlan, bool hasRun)
    {
        var (tone, word) = ChangeTone.Of(state);
        var at = Array.FindIndex(Way, stage => stage.State == state);
        if (at >= 0)
        {
            return
            [
                new("Requested", Tone.Ok),
                .. Way.Select((stage, i) => OnTheWay(stage.Words, i, at, tone, word, approvals)),
            ];
        }

        var reached =
            hasRun ? 4
            : hasPlan ? 2
            : 0;
        return
        [
            new("Requested", Tone.Ok),
            .. Way.Take(reached)
                .Where(stage => stage.State != ChangeState.PendingApproval)
                .Select(stage => new Stages.Stage(stage.Words, Tone.Ok)),
            new(word, tone, IsHere: true),
        ];
    }

    private static Stages.Stage OnTheWay(string words, int i, int at, Tone tone, string word, string? approvals) =>
        i < at ? new(words == "Waiting for approval" ? "Reviewed" : words, Tone.Ok)
        : i > at ? new(words, null)
        : new(approvals is null ? word : $"{word}, {approvals}", tone, IsHere: true);
}
