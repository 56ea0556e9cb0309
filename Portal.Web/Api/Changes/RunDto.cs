using System.ComponentModel;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Web.Api.Changes;

/// <summary>How applying goes.</summary>
public sealed record RunDto(
    long Id,
    RunState State,
    [property: Description("The worker that holds it now.")] string? Owner,
    string? StatusMessage,
    [property: Description("How far the step is that the run waits in; null when it waits in none.")]
        ProgressDto? Progress,
    string? AbortBy,
    DateTimeOffset? AbortAt,
    [property: Description("When a requested abort takes effect, in words.")] string? AbortInWords,
    DateTimeOffset RetryAt,
    [property: Description("Since when it could not go on: the cluster doesn't answer, or the worker broke off.")]
        DateTimeOffset? FirstFailedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    [property: Description("Changes whose runs hold what this one is about: it begins when they have ended.")]
        IReadOnlyList<RunHolderDto> WaitsFor,
    IReadOnlyList<JournalDto> Journal
)
{
    public static RunDto Of(RunView run) =>
        new(
            run.Id.Value,
            run.State,
            run.Owner,
            run.StatusMessage,
            run.Progress is { } progress ? ProgressDto.Of(progress) : null,
            run.AbortBy,
            run.AbortAt,
            run.AbortInWords,
            run.RetryAt,
            run.FirstFailedAt,
            run.StartedAt,
            run.EndedAt,
            [.. run.Holders.Select(RunHolderDto.Of)],
            [.. run.Journal.Select(JournalDto.Of)]
        );
}

public sealed record RunHolderDto(
    long Id,
    string Title,
    ChangeState State,
    [property: Description("Those that it holds.")] IReadOnlyList<string> Resources
)
{
    public static RunHolderDto Of(RunHolder holder) =>
        new(holder.Id.Value, holder.Title, holder.State, holder.Resources);
}

public sealed record JournalDto(
    [property: Description("The step's index in the plan.")] int Step,
    StepDirection Direction,
    StepPhase Phase,
    string? EngineId,
    string? Result,
    DateTimeOffset At
)
{
    public static JournalDto Of(JournalEntry entry) =>
        new(entry.Step, entry.Direction, entry.Phase, entry.EngineId, entry.Result, entry.At);
}
