using System.ComponentModel;
using Portal.Core.Changes.Runs;
using Portal.Web.Api.Changes;

namespace Portal.Web.Api.Jobs;

/// <summary>The change that is at a job now.</summary>
public sealed record JobChangeDto(
    [property: Description("The change's number.")] long Change,
    RunState State,
    [property: Description("How far the step is that it waits in; null when it waits in none.")] ProgressDto? Progress
)
{
    public static JobChangeDto Of(OpenRun run) =>
        new(run.Change.Value, run.State, run.Progress is { } progress ? ProgressDto.Of(progress) : null);
}
