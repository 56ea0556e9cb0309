using System.ComponentModel;
using Portal.Core.Resources;

namespace Portal.Web.Api.Changes;

/// <summary>How far a step is that waits.</summary>
public sealed record ProgressDto(
    [property: Description("The step's word: await-stability.")] string Step,
    [property: Description("When it was last looked at.")] DateTimeOffset At,
    IReadOnlyList<SignalDto> Signals
)
{
    public static ProgressDto Of(WaitProgress progress) =>
        new(progress.Step, progress.At, [.. progress.Signals.Select(SignalDto.Of)]);
}

public sealed record SignalDto(
    string Name,
    [property: Description("How it stands: 2 of 3 checkpoints.")] string Words,
    SignalState State,
    [property: Description("How much of it is there, 0 to 1; null where it isn't a matter of how much.")] double? Share
)
{
    public static SignalDto Of(StepSignal signal) => new(signal.Name, signal.Words, signal.State, signal.Share);
}
